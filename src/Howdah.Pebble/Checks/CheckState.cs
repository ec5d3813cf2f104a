using Howdah.Pebble.Plan;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Checks;

/// <summary>A check and how it fares. Read and changed under the lock of <see cref="CheckManager"/> only.</summary>
internal sealed class CheckState(CheckConfig config)
{
    public CheckConfig Config { get; set; } = config;

    /// <summary>Null: the check does not run.</summary>
    public Change? Change { get; set; }

    public string? PreviousChangeId { get; set; }

    public bool IsDown { get; set; }

    public int Failures { get; set; }

    public int Successes { get; set; }

    /// <summary>Successes since the daemon started, for metrics.</summary>
    public long TotalSuccesses { get; set; }

    /// <summary>Failures since the daemon started, for metrics.</summary>
    public long TotalFailures { get; set; }

    /// <summary>Completed by a refresh: the loop runs the check now and answers through the value.</summary>
    public TaskCompletionSource<TaskCompletionSource<string?>> Refresh { get; set; } = NewRefresh();

    public string Status => Change is null ? "inactive" : IsDown ? "down" : "up";

    public static TaskCompletionSource<TaskCompletionSource<string?>> NewRefresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What the API tells of a check.</summary>
internal sealed record CheckInfo(
    string Name, string? Level, string Startup, string Status, int Successes, int Failures, int Threshold, string? ChangeId, string? PreviousChangeId)
{
    public long TotalSuccesses { get; init; }

    public long TotalFailures { get; init; }
}
