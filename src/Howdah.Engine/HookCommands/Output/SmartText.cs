using System.Text.Json;
using System.Text.Json.Nodes;

namespace Howdah.Engine.HookCommands.Output;

/// <summary>Juju's format for shell scripts: text as it is, lists a line an item, maps as YAML.</summary>
internal static class SmartText
{
    public static string Write(JsonNode? node) => node switch
    {
        null => "",
        JsonArray list when list.All(item => item is JsonValue) => string.Concat(list.Select(item => $"{Scalar((JsonValue)item!)}\n")),
        JsonValue value => Scalar(value) is { Length: > 0 } text ? text + "\n" : "",
        _ => YamlWriter.Write(node),
    };

    private static string Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
