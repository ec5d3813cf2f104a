using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Restarts;

/// <summary>What a member has to be restarted for.</summary>
/// <param name="Others">Parameters that any restart brings.</param>
/// <param name="Lowered">
/// Parameters that go down of which a standby needs as much as its primary has: only the primary's own restart brings them, and a
/// standby's after it.
/// </param>
internal sealed record RestartNeed(IReadOnlyList<string> Others, IReadOnlyList<string> Lowered)
{
    internal static RestartNeed None { get; } = new([], []);

    /// <summary>Whether there is any.</summary>
    internal bool IsAny => Others.Count > 0 || Lowered.Count > 0;

    /// <summary>All parameters, by name.</summary>
    internal IReadOnlyList<string> All => [.. Others.Concat(Lowered).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The need of a server that has taken a configuration. Those of which a standby needs as much as its primary are compared here:
    /// Patroni passes them on the command line, so that PostgreSQL does not see another value coming.
    /// </summary>
    internal static RestartNeed Of(ServerState server, IReadOnlyDictionary<string, string?> wanted)
    {
        var (raised, lowered) = (new List<string>(), new List<string>());
        foreach (var (name, running) in server.Running)
        {
            if (wanted.GetValueOrDefault(name) is { } text && long.Parse(text, CultureInfo.InvariantCulture) is var value && value != running)
            {
                (value > running ? raised : lowered).Add(name);
            }
        }

        return new([.. server.Pending.Except(ServerState.ForStandbys, StringComparer.Ordinal).Concat(raised).Order(StringComparer.Ordinal)], lowered);
    }
}
