using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-status-log</c>: the statuses that a unit or an application had.</summary>
internal sealed class ShowStatusLogCommand : EngineCommand
{
    private const int Default = 20;
    private static readonly string[] Types = ["unit", "workload", "juju-unit", "application"];

    private readonly Argument<string> _entity = new("entity") { Description = "A unit or an application" };
    private readonly Option<string?> _type = new("--type") { Description = $"Only these: {string.Join(", ", Types)} (unit is both of a unit)", HelpName = "type" };
    private readonly Option<int> _count = new("-n")
    {
        Description = "How many of the last entries to show", HelpName = "number", DefaultValueFactory = _ => Default,
    };

    private readonly Option<int?> _days = new("--days") { Description = "Only entries of the last days", HelpName = "number" };
    private readonly Option<string?> _from = new("--from-date") { Description = "Only entries from this day on, as 2026-01-31", HelpName = "date" };
    private readonly Option<bool> _utc = new("--utc") { Description = "Print times in UTC" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public ShowStatusLogCommand()
        : base(
            "show-status-log",
            "Show the statuses that a unit or an application had",
            "show-status-log postgresql-k8s/0",
            "show-status-log postgresql-k8s/0 --type workload -n 100",
            "show-status-log postgresql-k8s --format json")
    {
        foreach (var option in new Option[] { _type, _count, _days, _from, _utc, _format })
        {
            Add(option);
        }

        Add(_entity);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var type = call.Get(_type);
        if (type is not null && !Types.Contains(type, StringComparer.Ordinal))
        {
            throw CliException.BadUsage($"unexpected status type \"{type}\"; expected {string.Join(", ", Types)}");
        }

        if (call.Get(_count) < 1 || call.Get(_days) is < 1)
        {
            throw CliException.BadUsage("-n and --days must be 1 or more");
        }

        var after = After(call);
        var entries = (await call.Model.GetStatusLogAsync(call.Get(_entity), cancellationToken).ConfigureAwait(false))
            .Where(entry => (type is null or "unit" || entry.Type == type) && entry.Since >= after)
            .TakeLast(call.Has(_count) || (call.Get(_days) is null && call.Get(_from) is null) ? call.Get(_count) : int.MaxValue)
            .ToList();
        if (call.Get(_format) is { } format && format != OutputFormat.Tabular)
        {
            call.Out.Print(format, entries, ApiJson.Default.IReadOnlyListStatusLogEntry);
            return 0;
        }

        var table = new Table("Time", "Type", "Status", "Message");
        foreach (var entry in entries)
        {
            var time = call.Get(_utc) ? entry.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                : entry.Since.ToLocalTime().ToString("dd MMM yyyy HH:mm:sszzz", CultureInfo.InvariantCulture);
            table.Add(time, entry.Type, entry.Status, entry.Message).Colour(2, Colours.Of(entry.Status));
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }

    // Juju takes one of the three at a time.
    private DateTimeOffset After(Call call)
    {
        var limits = new Option[] { _count, _days, _from }.Where(option => call.Has(option)).Select(option => option.Name).ToList();
        if (limits.Count > 1)
        {
            throw CliException.BadUsage($"{string.Join(" and ", limits)} cannot be combined");
        }

        if (call.Get(_from) is not { } text)
        {
            return call.Get(_days) is { } days ? DateTimeOffset.UtcNow.AddDays(-days) : DateTimeOffset.MinValue;
        }

        return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day)
            : throw CliException.BadUsage($"--from-date expects a date as 2026-01-31, got \"{text}\"");
    }
}
