using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>How many standbys confirm each write.</summary>
/// <param name="NodeCount">The number of synchronous standbys, at least 1 as Patroni wants it.</param>
/// <param name="Strict">
/// Whether writes wait when no standby is there to confirm them. True as soon as there is more than one member: an acknowledged
/// write is then always on two.
/// </param>
internal sealed record SynchronousPolicy(int NodeCount, bool Strict)
{
    /// <summary>Works out the policy.</summary>
    /// <param name="members">The members that the application is meant to have.</param>
    /// <param name="option">The option <c>synchronous_node_count</c>: <c>all</c>, <c>majority</c> or a number.</param>
    /// <exception cref="FormatException"><paramref name="option"/> is none of these.</exception>
    internal static SynchronousPolicy For(int members, string option)
    {
        var most = Math.Max(members - 1, 0);
        var wanted = option switch
        {
            "all" => most,
            "majority" => members / 2,
            _ when int.TryParse(option, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 => count,
            _ => throw new FormatException($"synchronous_node_count is '{option}'; use all, majority or a number from 1 on"),
        };
        return new(Math.Max(Math.Min(wanted, most), 1), members > 1);
    }
}
