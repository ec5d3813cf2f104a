using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Logs;
using Howdah.Server.Client.Logs;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah debug-log</c>: what the units say.</summary>
internal sealed class DebugLogCommand : EngineCommand
{
    private const int DefaultBacklog = 10;
    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

    private readonly Option<bool> _replay = new("--replay") { Description = "Begin with the oldest line that is kept" };
    private readonly Option<string[]> _include = Names("--include", "-i", "Only lines of this unit or application; may be given several times");
    private readonly Option<string[]> _exclude = Names("--exclude", "-x", "No lines of this unit or application");
    private readonly Option<string[]> _includeModule = Names("--include-module", null, "Only lines of this logger");
    private readonly Option<string[]> _excludeModule = Names("--exclude-module", null, "No lines of this logger");
    private readonly Option<string?> _level = new("--level", "-l") { Description = $"The lowest level: {string.Join(", ", Levels)}", HelpName = "level" };
    private readonly Option<bool> _tail = new("--tail") { Description = "Go on with new lines (default on a terminal)" };
    private readonly Option<bool> _noTail = new("--no-tail", "-T") { Description = "End with the last line there is" };
    private readonly Option<int?> _limit = new("--limit") { Description = "End after so many lines; implies --no-tail", HelpName = "number" };
    private readonly Option<int?> _lines = new("--lines", "-n") { Description = "Begin with so many of the last lines; implies --tail", HelpName = "number" };
    private readonly Option<bool> _date = new("--date") { Description = "Print dates too" };
    private readonly Option<bool> _milliseconds = new("--ms") { Description = "Print milliseconds too" };
    private readonly Option<bool> _utc = new("--utc") { Description = "Print times in UTC" };

    public DebugLogCommand()
        : base(
            "debug-log",
            "Show what units and their agents log",
            "debug-log --replay",
            "debug-log --include postgresql-k8s/0 --level WARNING",
            "debug-log --tail -n 100")
    {
        foreach (var option in new Option[]
        {
            _replay, _include, _exclude, _includeModule, _excludeModule, _level, _tail, _noTail, _limit, _lines, _date, _milliseconds, _utc,
        })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var format = new LogLineFormat(call.Get(_date), call.Get(_milliseconds), call.Get(_utc), call.Out.UsesColour);
        await foreach (var record in call.Model.ReadLogAsync(ToQuery(call), cancellationToken).ConfigureAwait(false))
        {
            call.Out.WriteLine(format.Render(record));
        }

        return 0;
    }

    private LogQuery ToQuery(Call call)
    {
        Exclude(call, _tail, _noTail);
        Exclude(call, _tail, _limit);
        Exclude(call, _noTail, _lines);
        Exclude(call, _limit, _lines);
        Exclude(call, _replay, _lines);
        var limit = NotNegative(_limit, call.Get(_limit));
        var lines = NotNegative(_lines, call.Get(_lines));
        var follow = call.Has(_tail) || lines is not null || (limit is null && !call.Get(_noTail) && call.Out.IsTerminal);
        return new LogQuery
        {
            Include = call.Get(_include) ?? [],
            Exclude = call.Get(_exclude) ?? [],
            IncludeModule = call.Get(_includeModule) ?? [],
            ExcludeModule = call.Get(_excludeModule) ?? [],
            Level = Level(call.Get(_level)),
            Backlog = call.Get(_replay) ? null : lines ?? (follow || limit is null ? DefaultBacklog : limit),
            Limit = limit,
            Follow = follow,
        };
    }

    private static int? NotNegative(Option option, int? value) =>
        value is < 0 ? throw CliException.BadUsage($"{option.Name} must be 0 or more, got {value}") : value;

    private static string? Level(string? level)
    {
        var known = level?.ToUpperInvariant();
        return known is null || Levels.Contains(known, StringComparer.Ordinal)
            ? known
            : throw CliException.BadUsage($"level value \"{level}\" is not one of {string.Join(", ", Levels.Select(name => $"\"{name}\""))}");
    }

    private static void Exclude(Call call, Option one, Option other)
    {
        if (call.Has(one) && call.Has(other))
        {
            throw CliException.BadUsage($"setting {one.Name} and {other.Name} not valid");
        }
    }

    private static Option<string[]> Names(string name, string? alias, string description) => new(name, alias is null ? [] : [alias])
    {
        Description = description,
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };
}
