using Howdah.Engine.HookCommands.Output;

namespace Howdah.Engine.HookCommands;

/// <summary><c>juju-log</c>.</summary>
internal static class LogCommands
{
    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("juju-log", "<message>", "Write a message to the juju log",
            [
                new Flag("debug", "log at debug level", IsSwitch: true), new Flag("log-level", "Send log message at the given level", "l"),
                new Flag("format", "deprecated format flag"),
            ],
            Log),
    ];

    private static ValueTask<CommandOutput> Log(Invocation call)
    {
        if (call.Args.Positional.Count == 0)
        {
            throw HookCommandException.Usage("no message specified");
        }

        var context = call.Context;
        var asked = call.Args.Has("debug") ? "DEBUG" : (call.Args.Value("log-level") ?? "INFO").ToUpperInvariant();
        var module = $"unit.{context.Unit}.juju-log";
        var level = asked == "WARN" ? "WARNING" : asked;
        if (!Levels.Contains(level, StringComparer.Ordinal))
        {
            context.Append("WARNING", module, $"Specified log level of \"{asked}\" is not valid");
            level = "INFO";
        }

        var prefix = context.Hook is { RelationId: { } id, Endpoint: { } endpoint } ? $"{endpoint}:{id}: " : "";
        context.Append(level, module, prefix + string.Join(' ', call.Args.Positional));
        return Invocation.Nothing();
    }
}
