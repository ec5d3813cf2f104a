using System.Net;
using System.Net.Sockets;

namespace Howdah.Charms.PostgresqlK8s.Hba;

/// <summary>Who may connect from where, in the order in which PostgreSQL looks.</summary>
internal static class HbaRules
{
    /// <summary>
    /// The rules of one member. System users come from the cluster's own members or the local socket, each to what it needs; users of
    /// relations come from anywhere but only to the database whose name is a role they are in.
    /// </summary>
    /// <param name="members">The addresses of all members, this one among them.</param>
    /// <param name="onlyTls">Whether connections from elsewhere have to use TLS.</param>
    internal static IReadOnlyList<HbaRule> For(IEnumerable<IPAddress> members, bool onlyTls = false)
    {
        var networks = Networks(members);
        IReadOnlyList<HbaRule> rules =
        [
            new("all", SystemUsers.Operator, null),
            new("replication", SystemUsers.Replication, null),
            new("all", SystemUsers.Backup, null),
            new("postgres", SystemUsers.Monitoring, null),
            .. networks.SelectMany(network => new HbaRule[]
            {
                new("replication", SystemUsers.Replication, network),
                new("postgres", SystemUsers.Rewind, network),
                new("all", SystemUsers.Operator, network),
                new("postgres", SystemUsers.Monitoring, network),
            }),
            new("samerole", "+" + AccessGroups.Relation, "all"),
            new("all", "+" + AccessGroups.RelationAnyDatabase, "all"),
        ];
        return [.. rules.Select(rule => rule with { OnlyTls = onlyTls })];
    }

    // On a loopback network the kernel chooses the sender's address (127.0.0.1, whatever the unit's own is), so there the
    // network as a whole is the narrowest rule that works; nothing outside the machine can be in it.
    private static IEnumerable<string> Networks(IEnumerable<IPAddress> members)
    {
        var addresses = members.ToList();
        IEnumerable<string> loopback = addresses.Exists(IPAddress.IsLoopback) ? ["127.0.0.0/8"] : [];
        return loopback.Concat(addresses
            .Where(a => !IPAddress.IsLoopback(a))
            .Select(a => $"{a}/{(a.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
    }
}
