using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>action-get</c>, <c>action-set</c>, <c>action-fail</c>, <c>action-log</c>.</summary>
internal static partial class ActionCommands
{
    private static readonly string[] Reserved = ["stdout", "stderr", "stdout-encoding", "stderr-encoding"];

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("action-get", "[<key>[.<key>.<key>...]]", "Get action parameters", Flag.Reading, Get),
        new("action-set", "<key>=<value> [<key>=<value> ...]", "Set action results", [], Set),
        new("action-fail", "[\"<failure message>\"]", "Set action fail status with message", [], Fail),
        new("action-log", "<message>", "Record a progress message for the current action", [], LogAsync),
    ];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        JsonNode? value = JsonObject.Create(Action(call).Parameters);
        foreach (var key in (call.Args.At(0) ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            value = (value as JsonObject)?[key];
        }

        return Invocation.Value(value);
    }

    private static ValueTask<CommandOutput> Set(Invocation call)
    {
        Action(call);
        foreach (var argument in call.Args.Positional)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw HookCommandException.Usage($"argument \"{argument}\" must be of the form key...=value");
            }

            Set(call.Context.Results, argument[..equals].Split('.'), argument[(equals + 1)..]);
        }

        return Invocation.Nothing();
    }

    private static void Set(JsonObject results, string[] path, string value)
    {
        if (path.FirstOrDefault(part => !Key().IsMatch(part)) is { } wrong)
        {
            throw HookCommandException.Usage(
                $"key \"{wrong}\" must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric and hyphens");
        }

        if (path.Length == 1 && Reserved.Contains(path[0], StringComparer.Ordinal))
        {
            throw HookCommandException.Usage($"cannot set reserved action key \"{path[0]}\"");
        }

        foreach (var part in path[..^1])
        {
            if (results[part] is not JsonObject inner)
            {
                results[part] = inner = [];
            }

            results = inner;
        }

        results[path[^1]] = value;
    }

    private static ValueTask<CommandOutput> Fail(Invocation call)
    {
        Action(call);
        call.Args.AtMost(1);
        call.Context.FailMessage = call.Args.At(0) is { Length: > 0 } message
            ? message
            : "action failed without reason given, check action for errors";
        return Invocation.Nothing();
    }

    private static async ValueTask<CommandOutput> LogAsync(Invocation call)
    {
        var task = Action(call);
        if (call.Args.Positional.Count == 0)
        {
            throw HookCommandException.Usage("no message specified");
        }

        var (context, now, text) = (call.Context, call.Context.Host.Now, string.Join(' ', call.Args.Positional));
        context.Log.Append(new LogEntry(now, Names.Tag(context.Unit), "INFO", $"unit.{context.Unit}.action-log", text));
        await context.WriteNowAsync(model => Operations.Update(model, task.Id, current =>
            current with { Log = current.Log.Add(new TaskLogLine(now, text)) })).ConfigureAwait(false);
        return CommandOutput.Nothing;
    }

    private static TaskRecord Action(Invocation call) => call.Context.Task is { Action: not TaskRecord.Exec } task
        ? task
        : throw HookCommandException.Failed("not running an action");

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
