using Howdah.Engine.Journal;
using Howdah.Server.Client.Units;

namespace Howdah.Server.Views;

/// <summary>Dispatches as <c>show-hook</c> shows them.</summary>
internal static class HookView
{
    private static readonly string[] Subjects =
    [
        "JUJU_REMOTE_UNIT", "JUJU_REMOTE_APP", "JUJU_STORAGE_ID", "JUJU_SECRET_ID", "JUJU_NOTICE_KEY", "JUJU_PEBBLE_CHECK_NAME", "JUJU_WORKLOAD_NAME",
    ];

    /// <summary>A line of the list.</summary>
    public static HookSummary SummaryOf(HookRecord record) => new()
    {
        Id = record.Id,
        Hook = record.Name,
        About = Subjects.Select(name => record.Environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value)),
        Outcome = record.Outcome,
        Message = record.Message.Length == 0 ? null : record.Message,
        ExitCode = record.ExitCode,
        Attempt = record.Attempt,
        Started = Times.Since(record.Started),
        Seconds = record.Ended is { } ended ? Math.Round((ended - record.Started).TotalSeconds, 3) : null,
    };

    /// <summary>All of it.</summary>
    public static HookDetail Of(HookRecord record) => new()
    {
        Summary = SummaryOf(record),
        Charm = record.Charm,
        Command = record.Command,
        Environment = record.Environment,
        Calls =
        [
            .. record.Calls.Select(call => new HookCallDetail(
                CommandLine(call), call.Input, call.ExitCode, NotEmpty(call.Output), NotEmpty(call.Error))),
        ],
        Output = [.. record.Output.Select(line => line.Text)],
        Writes = [.. record.Writes.Select(write => new HookWriteDetail(write.What, NotEmpty(write.Key), write.Before, write.After))],
        LeftOut = record.LeftOut == 0 ? null : record.LeftOut,
    };

    /// <summary>A call as it would be typed.</summary>
    public static string CommandLine(RecordedCall call) => string.Join(' ', call.Arguments.Select(Quote).Prepend(call.Command));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsLetterOrDigit(letter) || "-_./:=,@%+#<>".Contains(letter, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string? NotEmpty(string text) => text.Length == 0 ? null : text;
}
