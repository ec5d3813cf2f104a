using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Cluster;

/// <summary>Who takes writes and who reads, out of what each unit last said of itself.</summary>
/// <param name="Primary">The primary, or null while none is known.</param>
/// <param name="Replicas">Those that follow it, in the order of their numbers.</param>
internal sealed record ClusterView(MemberState? Primary, IReadOnlyList<MemberState> Replicas)
{
    /// <summary>
    /// Of several that call themselves primary the one on the highest timeline is: the others were, and have had no chance yet to
    /// say otherwise.
    /// </summary>
    internal static ClusterView Of(IEnumerable<MemberState> members)
    {
        var all = members.Where(m => m.Address.Length > 0).ToList();
        var primary = all.Where(m => m.Role == MemberRole.Primary).MaxBy(m => m.Timeline);
        return new(
            primary,
            [.. all.Where(m => m.Role == MemberRole.Replica && m != primary).OrderBy(m => NumberOf(m.Unit))]);
    }

    /// <summary>Where to write: <c>address:port</c>; null while no primary is known.</summary>
    internal string? Endpoints => Primary is null ? null : Endpoint(Primary);

    /// <summary>Where to read: the replicas, or the primary when there is none.</summary>
    internal string? ReadOnlyEndpoints => Replicas.Count > 0 ? string.Join(',', Replicas.Select(Endpoint)) : Endpoints;

    internal static int NumberOf(string unit) => int.Parse(unit.AsSpan(unit.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    /// <summary>Where a member is: <c>address:port</c>.</summary>
    internal static string Endpoint(MemberState member) =>
        string.Create(CultureInfo.InvariantCulture, $"{(member.Address.Contains(':', StringComparison.Ordinal) ? $"[{member.Address}]" : member.Address)}:{Ports.Postgresql}");
}
