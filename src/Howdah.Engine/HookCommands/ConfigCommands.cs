using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;

namespace Howdah.Engine.HookCommands;

/// <summary><c>config-get</c>.</summary>
internal static class ConfigCommands
{
    public static IEnumerable<HookCommand> All { get; } =
    [
        new("config-get", "[<key>]", "Print application configuration", [new Flag("all", "Print all keys", "a", IsSwitch: true), .. Flag.Reading], Get),
    ];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        var key = call.Args.At(0) is null or "" ? null : call.Args.At(0);
        if (key is not null && call.Args.Has("all"))
        {
            throw HookCommandException.Usage($"cannot use argument --all together with key \"{key}\"");
        }

        var context = call.Context;
        var values = Applications.ValuesOf(context.View.Applications[context.Application], context.Charm);
        return key is null
            ? Invocation.Value(new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value)))))
            : Invocation.Value(values.TryGetValue(key, out var value) ? Node(value) : null);
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
