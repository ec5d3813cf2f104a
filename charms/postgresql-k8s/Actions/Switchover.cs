using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Healing;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Poolers;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Workload;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Actions;

/// <summary>Hands the primary's role over to another member, without losing a write.</summary>
/// <param name="passwords">The passwords of the system users.</param>
/// <param name="members">All members of the cluster.</param>
/// <param name="time">The clock.</param>
internal sealed class Switchover(Passwords passwords, IReadOnlyList<MemberState> members, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CandidatePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CandidatePause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Hands over and waits until the candidate takes writes. A checkpoint first, before pools stand still, keeps the one that stops
    /// PostgreSQL short.
    /// <para>
    /// When the candidate is the only one that may take over, the primary's guard stops PostgreSQL and gives the key back: that takes a
    /// fraction of a second. Patroni's own switchover has the other standbys pause for two seconds before they follow, and a primary
    /// that wants each write on two members waits for them.
    /// </para>
    /// </summary>
    /// <param name="primary">The member that hands over.</param>
    /// <param name="candidate">The member that takes over.</param>
    /// <param name="onlyCandidate">Whether no other may.</param>
    /// <param name="force">Whether to go on when transactions of poolers do not end in time; they fail then.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Why it failed; null when the candidate is the primary.</returns>
    internal async Task<string?> RunAsync(
        MemberState primary, MemberState candidate, bool onlyCandidate, bool force, CancellationToken cancellation)
    {
        try
        {
            // Opened before pools stand still: with TLS each takes a while.
            await using var stopping = await OpenAsync(primary, "postgres", cancellation);
            await using var pools = await HeldPools.HoldAsync(database => OpenAsync(primary, database, cancellation), time, cancellation);
            if (!force && pools.Refusal is { } refusal)
            {
                return refusal;
            }

            var failure = await HandOverAsync(primary, candidate, onlyCandidate ? stopping : null, cancellation);
            if (failure is null)
            {
                pools.Keep();
            }

            return failure;
        }
        catch (NpgsqlException)
        {
            // It is to be replaced; Patroni says whether it can be.
            return await HandOverAsync(primary, candidate, null, cancellation);
        }
    }

    private async Task<string?> HandOverAsync(
        MemberState primary, MemberState candidate, PostgresSession? stopping, CancellationToken cancellation)
    {
        var stops = stopping is not null && await StopPrimaryAsync(stopping, cancellation);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var patroni = new PatroniClient(primary.Address, passwords.Of(SystemUsers.Patroni));
        var answer = stops
            ? Task.FromResult((Accepted: true, Text: ""))
            : patroni.SwitchOverAsync(MemberName(primary), MemberName(candidate), either.Token);
        try
        {
            while (true)
            {
                try
                {
                    // A session with a standby goes on when that becomes the primary.
                    await using var session = await OpenAsync(candidate, "postgres", either.Token);
                    while ((await ServerState.ReadAsync(session, either.Token)).Role != MemberRole.Primary)
                    {
                        if (Refusal() is { } refusal)
                        {
                            return refusal;
                        }

                        await Task.Delay(Pause, time, either.Token);
                    }

                    await MakeSlotsAsync(candidate, session, either.Token);
                    return null;
                }
                catch (NpgsqlException)
                {
                    if (Refusal() is { } refusal)
                    {
                        return refusal;
                    }

                    await Task.Delay(Pause, time, either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"{candidate.Unit} did not become the primary within {Patience.TotalSeconds:0} s";
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
        finally
        {
            await patience.CancelAsync();
            await answer.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        string? Refusal() => answer is { IsCompletedSuccessfully: true, Result: { Accepted: false } refused } ? refused.Text : null;
    }

    // Before any write is confirmed a standby must stream, and for that it needs its slot. The callback of the new primary makes them too,
    // but it is a process that has yet to start, while all clients come back.
    private async Task MakeSlotsAsync(MemberState primary, PostgresSession session, CancellationToken cancellation)
    {
        try
        {
            await ReplicationSlot.MakeAsync(session, members.Where(m => m != primary).Select(m => PatroniCallback.SlotOf(MemberName(m))), cancellation);
        }
        catch (NpgsqlException)
        {
            // It is the primary all the same.
        }
    }

    /// <summary>
    /// The units that Patroni would let take over now: the synchronous standbys. Waits for a few rounds of Patroni while there is none: no
    /// event tells when it has chosen another, because the last one restarted.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> FindCandidatesAsync(
        PatroniClient patroni, string application, TimeProvider time, CancellationToken cancellation)
    {
        var clock = time.GetTimestamp();
        while (true)
        {
            IReadOnlyList<string> found =
            [
                .. Members(await patroni.FindClusterAsync(cancellation))
                    .Where(m => (string?)m["role"] is "sync_standby" or "quorum_standby")
                    .Select(m => UnitName((string?)m["name"] ?? "", application))
                    .OfType<string>(),
            ];
            if (found.Count > 0 || time.GetElapsedTime(clock) >= CandidatePatience)
            {
                return found;
            }

            await Task.Delay(CandidatePause, time, cancellation);
        }
    }

    /// <summary>The unit that leads, as Patroni sees it; null when it sees none.</summary>
    internal static async Task<string?> FindLeaderAsync(PatroniClient patroni, string application, CancellationToken cancellation) =>
        Members(await patroni.FindClusterAsync(cancellation))
            .Where(m => (string?)m["role"] is "leader")
            .Select(m => UnitName((string?)m["name"] ?? "", application))
            .FirstOrDefault(name => name is not null);

    private static IEnumerable<JsonObject> Members(JsonObject? cluster) =>
        (cluster?["members"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? UnitName(string member, string application) =>
        member.StartsWith(application + "-", StringComparison.Ordinal) ? $"{application}/{member[(application.Length + 1)..]}" : null;

    private static string MemberName(MemberState member) => member.Unit.Replace('/', '-');

    /// <summary>Has the primary's guard stop it, as Pebble would.</summary>
    /// <returns>Whether the guard was told.</returns>
    private static async Task<bool> StopPrimaryAsync(PostgresSession primary, CancellationToken cancellation)
    {
        try
        {
            await primary.RunAsync($"copy (select) to program 'kill -TERM $(cat {WorkloadPaths.GuardId})'", cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task<PostgresSession> OpenAsync(MemberState member, string database, CancellationToken cancellation) =>
        PostgresSession.OpenAsync(member.Address, passwords.Of(SystemUsers.Operator), database, cancellation);
}
