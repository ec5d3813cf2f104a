using System.Text.Json.Nodes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>is-leader</c>, and the deprecated <c>leader-get</c> and <c>leader-set</c>.</summary>
internal static class LeaderCommands
{
    public static IEnumerable<HookCommand> All { get; } =
    [
        new("is-leader", "", "Print application leadership status", Flag.Reading, IsLeader),
        new("leader-get", "[<key>]", "Print application leadership settings", Flag.Reading, Get),
        new("leader-set", "<key>=<value> [...]", "Write application leadership settings", [], SetAsync),
    ];

    private static ValueTask<CommandOutput> IsLeader(Invocation call)
    {
        call.Args.AtMost(0);
        return Invocation.Value(call.Context.IsLeader());
    }

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        var settings = call.Context.Live.Applications.GetValueOrDefault(call.Context.Application)?.LeaderSettings ?? Bag.Empty;
        return call.Args.At(0) is null or "-"
            ? Invocation.Value(new JsonObject(settings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))))
            : Invocation.Value(settings.TryGetValue(call.Args.At(0)!, out var value) ? value : null);
    }

    private static async ValueTask<CommandOutput> SetAsync(Invocation call)
    {
        var context = call.Context;
        var settings = call.Settings();
        if (!context.IsLeader())
        {
            throw HookCommandException.Failed("cannot write leadership settings: cannot write settings: not the leader");
        }

        await context.WriteNowAsync(model => model.Applications.TryGetValue(context.Application, out var application)
            ? model with
            {
                Applications = model.Applications.SetItem(application.Name, application with
                {
                    LeaderSettings = new Databag(application.LeaderSettings, 0).With(settings).Values,
                }),
            }
            : model).ConfigureAwait(false);
        return CommandOutput.Nothing;
    }
}
