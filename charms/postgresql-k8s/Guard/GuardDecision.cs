namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// Decides what the guard of one member does next.
/// <para>
/// Invariant: the leader key of this member is released only when no process is left that could accept a write on its data
/// directory or start one that could, so that a successor never shares the cluster with a living primary.
/// </para>
/// <para>
/// Patroni alone waits for its lease to run out when a primary dies (20 s at best), as it cannot know that the silent one is dead.
/// The guard can: it is the parent of Patroni, and the reaper of everything that Patroni leaves behind.
/// </para>
/// </summary>
internal static class GuardDecision
{
    internal static GuardVerdict Decide(GuardFacts facts)
    {
        if (facts is { Frozen: true } or { Stalled: true } or { StopOverdue: true } or { PostmasterCrashed: true })
        {
            return Alive(facts) ? new(GuardStep.KillRemaining, WhyKill(facts)) : AllDead(facts);
        }

        if (facts.StopRequested)
        {
            return facts switch
            {
                { HandingOver: true, PatroniAlive: false, WritersLeft: true } => new(GuardStep.Nothing, "PostgreSQL is stopping"),
                { PatroniAlive: true, StopAsked: false, Primary: true } => new(GuardStep.HandOver, "the primary is to stop"),
                { PatroniAlive: true, StopAsked: false } => new(GuardStep.AskPatroniToStop, "the service is to stop"),
                { PatroniAlive: true } => new(GuardStep.Nothing, "Patroni is stopping"),
                { WritersLeft: true } => new(GuardStep.KillRemaining, "Patroni has gone and left processes behind"),
                _ => AllDead(facts),
            };
        }

        if (facts.Starting)
        {
            return facts switch
            {
                { PatroniAlive: true } => new(GuardStep.KillPatroni, "an earlier guard left this Patroni behind"),
                { WritersLeft: true } => new(GuardStep.StartPatroni, "PostgreSQL is running and is adopted"),
                { Key: KeyState.NotTried } => new(GuardStep.ReleaseKey, "nothing of an earlier life is left"),
                { Key: KeyState.Unreachable } => new(GuardStep.LeaveToLease, "the store does not answer"),
                { Key: KeyState.Released, Successor: SuccessorState.NotCalled } => CallSuccessors,
                { Key: KeyState.Released } => new(GuardStep.StartPatroni, "the leader key of an earlier life was given back"),
                _ => new(GuardStep.StartPatroni, "the leader key is not ours"),
            };
        }

        return facts switch
        {
            { PatroniAlive: true } => new(GuardStep.Nothing, "Patroni is running"),
            { WritersLeft: true } => new(GuardStep.KillRemaining, "Patroni is dead, and PostgreSQL without it is unguarded"),
            _ => AllDead(facts),
        };
    }

    private static GuardVerdict CallSuccessors { get; } = new(GuardStep.CallSuccessors, "the leader key is free");

    private static bool Alive(GuardFacts facts) => facts.PatroniAlive || facts.WritersLeft;

    private static GuardVerdict AllDead(GuardFacts facts) => facts switch
    {
        { Key: KeyState.NotTried } => new(GuardStep.ReleaseKey, "every process of this member is dead"),
        { Key: KeyState.Unreachable } => new(GuardStep.Exit, "every process is dead; the store does not answer, so the lease decides"),
        { Key: KeyState.Released, Successor: SuccessorState.NotCalled } => CallSuccessors,
        { Key: KeyState.Released, Successor: SuccessorState.Awaited, HandingOver: true } => new(
            GuardStep.AwaitSuccessor, "another member is to lead"),
        { Key: KeyState.Released, Successor: SuccessorState.Leads } => new(GuardStep.Exit, "every process is dead and another member leads"),
        { Key: KeyState.Released } => new(GuardStep.Exit, "every process is dead and the leader key was given back"),
        _ => new(GuardStep.Exit, "every process is dead and the leader key is not ours"),
    };

    private static string WhyKill(GuardFacts facts) => facts switch
    {
        { PostmasterCrashed: true } => "the postmaster crashed",
        { Stalled: true } => "this member was frozen for longer than its lease can bridge",
        { StopOverdue: true } => "the orderly stop took too long",
        _ => "processes are stopped or Patroni does not answer",
    };
}
