using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>How many standbys confirm each write.</summary>
/// <param name="NodeCount">The number of synchronous standbys, at least 1 as Patroni wants it.</param>
/// <param name="Strict">
/// Whether writes wait when no standby is there to confirm them: an acknowledged write is then always on two members. Never with a
/// single member.
/// </param>
internal sealed record SynchronousPolicy(int NodeCount, bool Strict)
{
    /// <summary>Works out the policy.</summary>
    /// <param name="members">The members that the application is meant to have.</param>
    /// <param name="count">The option <c>synchronous_node_count</c>: <c>all</c>, <c>majority</c> or a number.</param>
    /// <param name="strict">The option <c>synchronous_mode_strict</c>.</param>
    internal static SynchronousPolicy For(int members, string count, bool strict = true)
    {
        var most = Math.Max(members - 1, 0);
        var wanted = count switch
        {
            "all" => most,
            "majority" => members / 2,
            _ => int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture),
        };
        return new(Math.Max(Math.Min(wanted, most), 1), strict && members > 1);
    }
}
