using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Poolers;
using Howdah.Charms.PostgresqlK8s.Sql;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Restarts;

/// <summary>Looks at the members and takes one step of a rolling restart.</summary>
/// <param name="application">Name of the application.</param>
/// <param name="passwords">The passwords of the system users.</param>
/// <param name="parameters">The parameters that all members are to run with.</param>
/// <param name="mark">Which configuration that is.</param>
/// <param name="time">The clock.</param>
internal sealed class RollingRestart(
    string application, Passwords passwords, IReadOnlyDictionary<string, string?> parameters, string mark, TimeProvider time)
{
    /// <summary>What the members are now: asked of each, for what they last said may be old.</summary>
    internal async Task<IReadOnlyList<RestartFacts>> LookAsync(IReadOnlyList<MemberState> members, CancellationToken cancellation) =>
        await Task.WhenAll(members.Select(member => LookAsync(member, cancellation)));

    /// <summary>Takes a step.</summary>
    /// <returns>Why it failed; null when it is done.</returns>
    internal async Task<string?> RunAsync(RestartStep step, IReadOnlyList<MemberState> members, CancellationToken cancellation)
    {
        var member = members.Single(m => string.Equals(m.Unit, step.Unit, StringComparison.Ordinal));
        return step.Kind switch
        {
            RestartStepKind.HandOver => await HandOverAsync(member, members, cancellation),
            RestartStepKind.RestartPrimary => await RestartPrimaryAsync(member, cancellation),
            RestartStepKind.RestartReplica => await RestartReplicaAsync(member, members, cancellation),
            _ => null,
        };
    }

    private async Task<RestartFacts> LookAsync(MemberState member, CancellationToken cancellation)
    {
        try
        {
            await using var session = await OpenAsync(member, cancellation);
            var server = await ServerState.ReadAsync(session, cancellation);
            return new(
                member.Unit,
                server.Role == MemberRole.Primary,
                server.Streaming,
                string.Equals(server.Configuration, mark, StringComparison.Ordinal),
                RestartNeed.Of(server, parameters));
        }
        catch (NpgsqlException)
        {
            return new(member.Unit, IsPrimary: false, Streams: false, IsCurrent: false, RestartNeed.None);
        }
    }

    private async Task<string?> HandOverAsync(MemberState primary, IReadOnlyList<MemberState> members, CancellationToken cancellation)
    {
        using var patroni = new PatroniClient(primary.Address, passwords.Of(SystemUsers.Patroni));
        var candidates = await Switchover.FindCandidatesAsync(patroni, application, time, cancellation);
        return members.FirstOrDefault(m => candidates.Contains(m.Unit, StringComparer.Ordinal)) is { } candidate
            ? await new Switchover(passwords, members, time).RunAsync(primary, candidate, onlyCandidate: candidates.Count == 1, force: false, cancellation)
            : "no synchronous standby can take over";
    }

    private async Task<string?> RestartPrimaryAsync(MemberState primary, CancellationToken cancellation)
    {
        await using var pools = await HeldPools.HoldAsync(database => OpenAsync(primary, cancellation, database), time, cancellation);
        if (pools.Refusal is { } refusal)
        {
            return refusal;
        }

        var failure = await RestartAsync(primary, cancellation);
        pools.Keep();
        return failure;
    }

    private async Task<string?> RestartReplicaAsync(MemberState member, IReadOnlyList<MemberState> members, CancellationToken cancellation)
    {
        try
        {
            if (ClusterView.Of(members).Primary is { } primary)
            {
                await PoolerOrders.LeaveAsync(member.Address, database => OpenAsync(primary, cancellation, database), time, cancellation);
            }
        }
        catch (NpgsqlException)
        {
            // Poolers find out that it restarts; what they read from it then fails.
        }

        return await RestartAsync(member, cancellation);
    }

    private async Task<string?> RestartAsync(MemberState member, CancellationToken cancellation)
    {
        using var patroni = new PatroniClient(member.Address, passwords.Of(SystemUsers.Patroni));
        return await patroni.RestartAsync(cancellation);
    }

    private Task<PostgresSession> OpenAsync(MemberState member, CancellationToken cancellation, string database = "postgres") =>
        PostgresSession.OpenAsync(member.Address, passwords.Of(SystemUsers.Operator), database, cancellation);
}
