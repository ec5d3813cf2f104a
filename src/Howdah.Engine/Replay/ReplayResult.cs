using Howdah.Engine.Journal;

namespace Howdah.Engine.Replay;

/// <summary>A recorded hook that was run again, beside what was recorded.</summary>
/// <param name="Recorded">The record.</param>
/// <param name="ExitCode">Exit code this time; null when it did not end in time.</param>
/// <param name="Calls">Hook commands that only one of the two called, or called otherwise.</param>
/// <param name="Output">Lines that only one of the two printed.</param>
/// <param name="CallCount">How many hook commands were called this time.</param>
public sealed record ReplayResult(
    HookRecord Recorded, int? ExitCode, IReadOnlyList<ReplayLine> Calls, IReadOnlyList<ReplayLine> Output, int CallCount)
{
    /// <summary>True when it went as recorded.</summary>
    public bool IsSame => ExitCode == Recorded.ExitCode && Calls.Count == 0 && Output.Count == 0;
}

/// <summary>A line of a difference.</summary>
/// <param name="Sign"><c>-</c> for what is only in the record, <c>+</c> for what is only in the replay.</param>
/// <param name="Text">The line.</param>
public sealed record ReplayLine(char Sign, string Text);
