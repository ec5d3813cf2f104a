using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>status-get</c>, <c>status-set</c>, <c>application-version-set</c>.</summary>
internal static class StatusCommands
{
    private const int MostMessage = 16 << 10;

    private static readonly string[] Settable = [WorkloadStatus.Maintenance, WorkloadStatus.Blocked, WorkloadStatus.Waiting, WorkloadStatus.Active];
    private static readonly Flag Application = new("application", "the status of the application, not of the unit", IsSwitch: true);

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("status-get", "", "Print status information",
            [Application, .. Flag.Reading, new Flag("include-data", "print all status data", IsSwitch: true)], Get),
        new("status-set", "<maintenance | blocked | waiting | active> [message]", "Set status information", [Application], SetAsync),
        new("application-version-set", "<new-version>", "Specify which version of the application is deployed", [], SetVersionAsync),
    ];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(0);
        var context = call.Context;
        var whole = call.Args.Has("include-data");
        if (!call.Args.Has("application"))
        {
            var status = context.Live.Units[context.Unit].Workload;
            return Invocation.Value(whole ? Describe(status) : status.Current);
        }

        if (!context.IsLeader())
        {
            throw HookCommandException.Failed("finding application status: this unit is not the leader");
        }

        var application = context.Live.StatusOf(context.Live.Applications[context.Application]);
        if (!whole)
        {
            return Invocation.Value(application.Current);
        }

        var units = new JsonObject(context.Live.UnitsOf(context.Application)
            .Select(unit => KeyValuePair.Create(unit.Name, (JsonNode?)Describe(unit.WorkloadShown))));
        var described = Describe(application);
        described["units"] = units;
        return Invocation.Value(new JsonObject { ["application-status"] = described });
    }

    private static async ValueTask<CommandOutput> SetAsync(Invocation call)
    {
        var status = call.Args.At(0) ?? throw HookCommandException.Usage("invalid args, require <status> [message]");
        call.Args.AtMost(2);
        if (!Settable.Contains(status, StringComparer.Ordinal))
        {
            throw HookCommandException.Usage($"invalid status \"{status}\", expected one of [{string.Join(' ', Settable)}]");
        }

        var (context, message, now) = (call.Context, call.Args.At(1) ?? "", call.Context.Host.Now);
        if (message.Length > MostMessage)
        {
            throw HookCommandException.Failed($"the message has {message.Length} characters, more than the {MostMessage} allowed");
        }

        if (!call.Args.Has("application"))
        {
            await context.WriteNowAsync(model => Units.Update(model, context.Unit, unit => unit with
            {
                Workload = unit.Workload.To(status, message, now), WorkloadSetByCharm = true,
            })).ConfigureAwait(false);
            return CommandOutput.Nothing;
        }

        if (!context.IsLeader())
        {
            throw HookCommandException.Failed("setting application status: this unit is not the leader");
        }

        await context.WriteNowAsync(model => model.Applications.TryGetValue(context.Application, out var application)
            ? model with
            {
                Applications = model.Applications.SetItem(application.Name, application with
                {
                    Status = application.Status?.To(status, message, now) ?? new StatusInfo(status, message, now),
                }),
            }
            : model).ConfigureAwait(false);
        return CommandOutput.Nothing;
    }

    private static async ValueTask<CommandOutput> SetVersionAsync(Invocation call)
    {
        var version = call.Args.At(0) ?? throw HookCommandException.Usage("no version specified");
        call.Args.AtMost(1);
        var (context, now) = (call.Context, call.Context.Host.Now);
        await context.WriteNowAsync(model => Units.Update(model, context.Unit, unit => unit.WorkloadVersion == version
            ? unit
            : unit with { WorkloadVersion = version, WorkloadVersionSince = now })).ConfigureAwait(false);
        return CommandOutput.Nothing;
    }

    private static JsonObject Describe(StatusInfo status) => new()
    {
        ["message"] = status.Message,
        ["status"] = status.Current,
        ["status-data"] = new JsonObject(),
    };
}
