namespace Howdah.Ops.Testing;

/// <summary>The charm threw.</summary>
public sealed class UncaughtCharmException(Exception innerException, ScenarioResult result)
    : Exception($"the charm threw {innerException.GetType().Name}: {innerException.Message}", innerException)
{
    /// <summary>What it had done until then; nothing of it would be committed but statuses and logs.</summary>
    public ScenarioResult Result { get; } = result;
}

/// <summary>The action failed.</summary>
public sealed class ActionFailedException(string message, ScenarioResult result) : Exception(message)
{
    /// <summary>What it did all the same.</summary>
    public ScenarioResult Result { get; } = result;
}

/// <summary>A state or event that no engine would ever give to the charm.</summary>
public sealed class InconsistentScenarioException(IReadOnlyList<string> errors)
    : Exception("Inconsistent scenario:\n" + string.Join('\n', errors.Select(e => "- " + e)))
{
    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
