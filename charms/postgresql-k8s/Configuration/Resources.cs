namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>What a member may use of its machine.</summary>
/// <param name="Memory">Bytes.</param>
/// <param name="Cores">Whole cores, at least one.</param>
internal sealed record Resources(long Memory, int Cores)
{
    /// <summary>What every one of several members has.</summary>
    internal static Resources? Least(IEnumerable<Resources> members) =>
        members.Aggregate((Resources?)null, (least, next) => least is null
            ? next
            : new(Math.Min(least.Memory, next.Memory), Math.Min(least.Cores, next.Cores)));
}
