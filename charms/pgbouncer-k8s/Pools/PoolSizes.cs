namespace Howdah.Charms.PgbouncerK8s.Pools;

/// <summary>How many connections to the database one unit keeps for a pool, which is one database for one user.</summary>
/// <param name="Size">At most, as a rule.</param>
/// <param name="Reserve">So many more when clients have waited for a while.</param>
internal sealed record PoolSizes(long Size, long Reserve)
{
    private static readonly PoolSizes Unlimited = new(20, 10);

    /// <summary>A unit's share: half of it as a rule, a quarter in reserve, so that a unit that comes or goes finds room.</summary>
    /// <param name="maximum">Of all units together; 0 for no limit.</param>
    /// <param name="units">How many units there are to be.</param>
    internal static PoolSizes Of(long maximum, int units)
    {
        var share = maximum / Math.Max(units, 1);
        return maximum == 0 ? Unlimited : new(Math.Max(share / 2, 1), Math.Max(share / 4, 1));
    }
}
