namespace Howdah.Engine.Why;

/// <summary>Why a unit is as it is.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">Its workload status as it is shown.</param>
/// <param name="Message">The status's message.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Reasons">What it waits for, the most telling first; none when all is well.</param>
public sealed record UnitVerdict(string Unit, string Status, string Message, DateTimeOffset Since, IReadOnlyList<Reason> Reasons)
{
    /// <summary>True when it serves, whatever else is said.</summary>
    public bool IsActive => Status == Models.WorkloadStatus.Active;
}

/// <summary>One thing that a unit waits for.</summary>
/// <param name="Kind">One of <see cref="ReasonKind"/>.</param>
/// <param name="Name">Which one: an endpoint, an option, a unit, a hook, a container, <c>container/check</c>; empty when there is one only.</param>
/// <param name="Text">What is the matter with it.</param>
/// <param name="Command">What to type for help; null when waiting is all there is to do.</param>
public sealed record Reason(string Kind, string Name, string Text, string? Command);

/// <summary>Kinds of things that a unit may wait for.</summary>
public static class ReasonKind
{
    /// <summary>A relation that is missing, or incomplete.</summary>
    public const string Relation = "relation";

    /// <summary>An option that has to be set.</summary>
    public const string Option = "option";

    /// <summary>Another unit.</summary>
    public const string Unit = "unit";

    /// <summary>A hook that failed, runs, or comes next.</summary>
    public const string Hook = "hook";

    /// <summary>A health check that fails.</summary>
    public const string Check = "check";

    /// <summary>A workload container that isn't up.</summary>
    public const string Container = "container";

    /// <summary>A place to run.</summary>
    public const string Place = "place";

    /// <summary>The unit is being removed.</summary>
    public const string Removal = "removal";

    /// <summary>What only the charm knows.</summary>
    public const string Charm = "charm";
}
