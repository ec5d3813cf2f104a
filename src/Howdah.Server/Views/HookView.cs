using Howdah.Engine.Journal;
using Howdah.Engine.Replay;
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
                call.CommandLine, call.Input, call.ExitCode, NotEmpty(call.Output), NotEmpty(call.Error))),
        ],
        Output = [.. record.Output.Select(line => line.Text)],
        Writes = [.. record.Writes.Select(write => new HookWriteDetail(write.What, NotEmpty(write.Key), write.Before, write.After))],
        LeftOut = record.LeftOut == 0 ? null : record.LeftOut,
    };

    /// <summary>A replay.</summary>
    public static ReplayDetail Of(ReplayResult replay) => new()
    {
        Recorded = SummaryOf(replay.Recorded),
        ExitCode = replay.ExitCode,
        Same = replay.IsSame,
        CallCount = replay.CallCount,
        Calls = [.. replay.Calls.Select(line => $"{line.Sign} {line.Text}")],
        Output = [.. replay.Output.Select(line => $"{line.Sign} {line.Text}")],
    };

    private static string? NotEmpty(string text) => text.Length == 0 ? null : text;
}
