namespace Howdah.Charms.PostgresqlK8s.Restarts;

/// <summary>A member as the one who decides on restarts sees it.</summary>
/// <param name="Unit"><c>postgresql-k8s/0</c>.</param>
/// <param name="IsPrimary">It takes writes.</param>
/// <param name="Streams">It is the primary, or receives from it.</param>
/// <param name="IsCurrent">It has taken the configuration that is wanted.</param>
/// <param name="Need">What it has to be restarted for.</param>
internal sealed record RestartFacts(string Unit, bool IsPrimary, bool Streams, bool IsCurrent, RestartNeed Need);

/// <summary>What is to be done next.</summary>
internal enum RestartStepKind
{
    /// <summary>Nothing: no member has to be restarted.</summary>
    None,

    /// <summary>Something has to happen first, and an event will tell.</summary>
    Wait,

    /// <summary>Restart a replica where it is.</summary>
    RestartReplica,

    /// <summary>Have the primary hand over; it starts anew as a replica.</summary>
    HandOver,

    /// <summary>Restart the primary where it is; writes wait meanwhile.</summary>
    RestartPrimary,
}

/// <summary>A step and its reason.</summary>
internal sealed record RestartStep(RestartStepKind Kind, string Unit, string Reason)
{
    internal static RestartStep None { get; } = new(RestartStepKind.None, "", "");
}

/// <summary>
/// Decides on the next step of a rolling restart, by nothing but what is: whoever leads next goes on where it was.
/// <para>
/// Invariant: a step begins only while every member streams and has taken the same configuration, so at most one is away at a time, and
/// a primary hands over only to members that run with it already.
/// </para>
/// <para>
/// Order: replicas, then the primary by handing over. A lowered <c>max_connections</c> and the like (<see cref="RestartNeed.Lowered"/>)
/// turns it around: a standby cannot run with less than its primary has, so the primary restarts where it is, and the replicas after it.
/// </para>
/// </summary>
internal static class RestartDecision
{
    internal static RestartStep Next(IReadOnlyList<RestartFacts> members)
    {
        if (!members.Any(m => m.Need.IsAny) && members.All(m => m.IsCurrent))
        {
            return RestartStep.None;
        }

        if (members.FirstOrDefault(m => !m.Streams) is { } away)
        {
            return new(RestartStepKind.Wait, away.Unit, $"waiting for {away.Unit} to stream");
        }

        if (members.FirstOrDefault(m => !m.IsCurrent) is { } behind)
        {
            return new(RestartStepKind.Wait, behind.Unit, $"waiting for {behind.Unit} to take the configuration");
        }

        if (members.SingleOrDefault(m => m.IsPrimary) is not { } primary)
        {
            return new(RestartStepKind.Wait, "", "waiting for a primary");
        }

        var replicas = members.Where(m => !m.IsPrimary).ToList();
        if (replicas.Find(r => r.Need.Others.Count > 0) is { } replica)
        {
            return Restart(RestartStepKind.RestartReplica, replica);
        }

        if (primary.Need.Lowered.Count > 0 || (primary.Need.IsAny && replicas.Count == 0))
        {
            return Restart(RestartStepKind.RestartPrimary, primary);
        }

        return primary.Need.IsAny
            ? Restart(RestartStepKind.HandOver, primary)
            : Restart(RestartStepKind.RestartReplica, replicas.Find(r => r.Need.IsAny)!);
    }

    private static RestartStep Restart(RestartStepKind kind, RestartFacts member) =>
        new(kind, member.Unit, $"{(kind == RestartStepKind.HandOver ? "handing over from" : "restarting")} {member.Unit} for {string.Join(", ", member.Need.All)}");
}
