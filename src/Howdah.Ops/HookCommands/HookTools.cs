using System.Text.Json;

namespace Howdah.Ops;

/// <summary>Hook commands with their answers parsed and their failures thrown (Juju contract 3.1).</summary>
internal sealed class HookTools(IHookCommands commands)
{
    public string Text(string command, params IReadOnlyList<string> arguments) => TextWithInput(null, command, arguments);

    public string TextWithInput(string? input, string command, IReadOnlyList<string> arguments)
    {
        var result = commands.Run(command, arguments, input);
        return result.ExitCode == 0 ? result.Stdout : throw Failure(command, result);
    }

    public void Run(string command, params IReadOnlyList<string> arguments) => TextWithInput(null, command, arguments);

    public void RunWithInput(string input, string command, params IReadOnlyList<string> arguments) =>
        TextWithInput(input, command, arguments);

    public JsonElement Json(string command, params IReadOnlyList<string> arguments)
    {
        var text = TextWithInput(null, command, ["--format=json", .. arguments]);
        try
        {
            using var document = JsonDocument.Parse(text.Trim() is { Length: > 0 } json ? json : "null");
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new HookCommandException(command, 0, $"answered with something that is not JSON: {e.Message}");
        }
    }

    public IReadOnlyList<string> Names(string command, params IReadOnlyList<string> arguments)
    {
        var answer = Json(command, arguments);
        return answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray().Select(e => e.GetString()!)] : [];
    }

    public Dictionary<string, string> Map(string command, params IReadOnlyList<string> arguments) =>
        ToMap(Json(command, arguments));

    public static Dictionary<string, string> ToMap(JsonElement answer)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (answer.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in answer.EnumerateObject())
            {
                map[property.Name] = property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : property.Value.GetRawText();
            }
        }

        return map;
    }

    private static HookCommandException Failure(string command, HookResult result)
    {
        var error = result.Stderr.Trim();
        error = error.StartsWith("ERROR ", StringComparison.Ordinal) ? error["ERROR ".Length..] : error;
        error = error.Length == 0 ? $"failed with exit code {result.ExitCode}" : error;
        if (error.Contains("relation not found", StringComparison.OrdinalIgnoreCase))
        {
            return new RelationNotFoundException(command, result.ExitCode, error);
        }

        return command.StartsWith("secret-", StringComparison.Ordinal)
            && error.Contains("not found", StringComparison.OrdinalIgnoreCase)
            ? new SecretNotFoundException(command, result.ExitCode, error)
            : new HookCommandException(command, result.ExitCode, error);
    }
}
