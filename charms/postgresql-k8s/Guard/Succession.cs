using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>How much of the write-ahead log a standby has, in bytes since its beginning.</summary>
/// <param name="Member">The standby's name.</param>
/// <param name="Flushed">What a crash of it leaves.</param>
/// <param name="Written">What it may have confirmed, at most.</param>
internal sealed record StandbyPosition(string Member, long Flushed, long Written);

/// <summary>
/// Who may take over from this member, which is dead. Patroni lets none but the synchronous standbys, as each holds all that was
/// acknowledged. One that was not synchronous may have received more than they, though. It would have to be rewound, and commits would wait
/// for it; so it may take over as well, and Patroni takes the one that has most.
/// <para>
/// Invariant: whoever is named holds all that was acknowledged. It is on the timeline of the dead primary, and it has more of it than a
/// synchronous standby had once no more could be written.
/// </para>
/// </summary>
internal sealed class Succession(GuardSettings settings, Store store)
{
    // A standby that has not asked for the log since it started may still be reading its own, and has more than it says.
    private const string Position =
        """
        select pg_wal_lsn_diff(greatest(received, replayed), '0/0')::bigint, pg_wal_lsn_diff(greatest(received, replayed, written), '0/0')::bigint
        from (select pg_last_wal_receive_lsn() as received, pg_last_wal_replay_lsn() as replayed,
                     (select written_lsn from pg_stat_wal_receiver) as written) as standby
        where pg_is_in_recovery() and received is not null
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private DateTime? _rehearsed;

    /// <summary>
    /// Lets those take over too that are ahead of all synchronous standbys. Call it when every process of this member is dead and its leader
    /// key has not been released; otherwise, and when anything of it is in doubt, nothing changes.
    /// </summary>
    /// <returns>The names of those that are ahead.</returns>
    internal IReadOnlyList<string> Widen()
    {
        if (store.Read(settings.KeyBeside("sync")) is not [var key] || key.ValueAsJson() is not { } sync
            || !string.Equals((string?)sync["leader"], settings.Member, StringComparison.Ordinal))
        {
            return [];
        }

        var synchronous = ((string?)sync["sync_standby"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var standbys = OnOurTimeline(RegisteredMember.ReadAll(settings, store));
        if (!standbys.Any(standby => synchronous.Contains(standby.Name, StringComparer.Ordinal))
            || standbys.All(standby => synchronous.Contains(standby.Name, StringComparer.Ordinal)))
        {
            return [];
        }

        var ahead = Ahead(synchronous, AskAsync(standbys).GetAwaiter().GetResult());
        return ahead.Count > 0 && store.Replace(key, SyncState(settings.Member, [.. synchronous, .. ahead])) ? ahead : [];
    }

    /// <summary>
    /// Asks this member's own PostgreSQL what <see cref="Widen"/> asks the others, once it answers, and again when members are verified
    /// otherwise: the first connection costs a process a quarter of a second, which is spent better now than while clients wait.
    /// </summary>
    internal void Rehearse()
    {
        var verified = File.GetLastWriteTimeUtc(settings.TrustedFile);
        if (_rehearsed != verified && AskAsync(settings.Member, new Uri(settings.RestUrl).DnsSafeHost).GetAwaiter().GetResult() is not null)
        {
            _rehearsed = verified;
        }
    }

    /// <summary>The standbys that have more than any synchronous one may have confirmed; none when no synchronous one has told.</summary>
    internal static IReadOnlyList<string> Ahead(IReadOnlyCollection<string> synchronous, IReadOnlyCollection<StandbyPosition> positions)
    {
        var confirmed = positions.Where(p => synchronous.Contains(p.Member, StringComparer.Ordinal)).Select(p => (long?)p.Written).Max();
        return [.. positions.Where(p => p.Flushed > confirmed && !synchronous.Contains(p.Member, StringComparer.Ordinal)).Select(p => p.Member)];
    }

    // The timeline of a primary stays while it leads, and that of a standby only rises.
    private IReadOnlyList<RegisteredMember> OnOurTimeline(IReadOnlyList<RegisteredMember> members)
    {
        var own = members.SingleOrDefault(member => string.Equals(member.Name, settings.Member, StringComparison.Ordinal));
        return own is { IsPrimary: true, Timeline: { } timeline }
            ? [.. members.Where(member => member != own && member is { IsPrimary: false, Address: not null } && member.Timeline == timeline)]
            : [];
    }

    private async Task<IReadOnlyList<StandbyPosition>> AskAsync(IReadOnlyList<RegisteredMember> standbys) =>
        [.. (await Task.WhenAll(standbys.Select(standby => AskAsync(standby.Name, standby.Address!)))).SelectMany(told => told ?? [])];

    /// <summary>Asks a member how much it has.</summary>
    /// <returns>Nothing when it is none of which that can be said; null when it does not answer.</returns>
    private async Task<IReadOnlyList<StandbyPosition>?> AskAsync(string member, string address)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var user = LocalAccess.ReadPostgresql(settings.Command[^1]).User with { Trusted = LocalAccess.FindTrusted(settings) };
            await using var session = await PostgresSession.OpenAsync(address, user, "postgres", patience.Token);
            return await session.QueryAsync(Position, r => new StandbyPosition(member, r.GetInt64(0), r.GetInt64(1)), patience.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever it was, files that were being changed among it: who guards PostgreSQL goes on.
            return null;
        }
    }

    private static string SyncState(string leader, IEnumerable<string> standbys) => new JsonObject
    {
        ["leader"] = leader,
        ["sync_standby"] = string.Join(',', standbys.Order(StringComparer.Ordinal)),
    }.ToJsonString();
}
