using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;

namespace Howdah.Engine.HookCommands;

/// <summary><c>state-get</c>, <c>state-set</c>, <c>state-delete</c>: what a charm keeps with the engine.</summary>
internal static class StateCommands
{
    private const int Quota = 2 << 20;

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("state-get", "[<key>]", "Print server-side-state value",
            [.. Flag.Reading, new Flag("strict", "Return an error if the requested key does not exist", IsSwitch: true)], Get),
        new("state-set", "<key>=<value> [<key>=<value> ...]", "Set server-side-state values", [Flag.File], Set),
        new("state-delete", "<key>", "Delete server-side-state key value pairs", [], Delete),
    ];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        var state = call.Context.Record.State;
        if (call.Args.At(0) is null or "" or "-")
        {
            return Invocation.Value(new JsonObject(state.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))));
        }

        var key = call.Args.At(0)!;
        return state.TryGetValue(key, out var value) ? Invocation.Value(value)
            : call.Args.Has("strict") ? throw HookCommandException.Failed($"\"{key}\" not found")
            : Invocation.Value("");
    }

    private static ValueTask<CommandOutput> Set(Invocation call)
    {
        var settings = call.Settings();
        var unit = call.Context.Unit;
        call.Context.Buffer(model => Units.Update(model, unit, record =>
        {
            var state = record.State.SetItems(settings);
            var size = state.Sum(pair => (long)pair.Key.Length + pair.Value.Length);
            return size <= Quota
                ? record with { State = state }
                : throw EngineException.Invalid($"the state of unit \"{unit}\" would have {size} characters, more than the {Quota} allowed");
        }));
        return Invocation.Nothing();
    }

    private static ValueTask<CommandOutput> Delete(Invocation call)
    {
        var key = call.Args.At(0) ?? throw HookCommandException.Usage("no key specified");
        call.Args.AtMost(1);
        var unit = call.Context.Unit;
        call.Context.Buffer(model => Units.Update(model, unit, record => record with { State = record.State.Remove(key) }));
        return Invocation.Nothing();
    }
}
