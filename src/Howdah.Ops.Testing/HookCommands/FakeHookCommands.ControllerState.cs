using System.Text.Json;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

/// <summary>What the controller keeps for the unit.</summary>
internal sealed partial class FakeHookCommands
{
    private string StateGet(HookArguments arguments)
    {
        if (arguments.Positional is [] or ["-"])
        {
            return Json(new JsonObject(State.ControllerState.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))));
        }

        return State.ControllerState.TryGetValue(arguments.Positional[0], out var value) ? Json(value)
            : arguments.Has("--strict") ? throw new HookFailure($"\"{arguments.Positional[0]}\" not found")
            : Json("");
    }

    private string StateSet(HookArguments arguments, string? input)
    {
        var kept = new Dictionary<string, string>(State.ControllerState, StringComparer.Ordinal);
        if (arguments.Find("--file") is not null)
        {
            using var given = JsonDocument.Parse(input ?? "{}");
            foreach (var property in given.RootElement.EnumerateObject())
            {
                kept[property.Name] = property.Value.GetString() ?? "";
            }
        }

        foreach (var argument in arguments.Positional)
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            kept[at > 0 ? argument[..at] : throw new HookFailure($"expected \"key=value\", got \"{argument}\"", 2)] = argument[(at + 1)..];
        }

        return Do(() => State = State with { ControllerState = kept });
    }

    private string StateDelete(HookArguments arguments)
    {
        var key = arguments.At(0, "no key specified");
        return Do(() => State = State with
        {
            ControllerState = State.ControllerState.Where(pair => pair.Key != key).ToDictionary(StringComparer.Ordinal),
        });
    }
}
