using System.Text.Json.Nodes;

namespace Howdah.Testbed;

/// <summary>Applications that each want a database of their own from a cluster: data-integrators, <c>client5x0</c>, <c>client5x1</c>, … of 5</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="count">How many there are.</param>
public sealed class ManyClients(PostgresCluster cluster, int count) : IDisposable
{
    private readonly string _bundle = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    /// <summary>Their names, which are those of their databases too.</summary>
    public IReadOnlyList<string> Databases { get; } = [.. Enumerable.Range(0, count).Select(i => $"client{count}x{i}")];

    /// <summary>Deploys them, without a relation.</summary>
    public Task DeployAsync() => DeployAsync(related: false);

    /// <summary>Relates all at once and waits until each has its credentials.</summary>
    public async Task<TimeSpan> RelateAsync(TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        await DeployAsync(related: true);
        await Deadline.WaitAsync("every client has its credentials", limit, async () =>
        {
            var applications = (await cluster.Howdah.StatusAsync())["applications"]!;
            var waiting = Databases.Where(name => (string?)applications[name]!["application-status"]!["current"] != "active").ToList();
            return waiting.Count == 0 ? null : string.Join(", ", waiting);
        });
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Waits until every client's databag says that the primary is at one of some addresses, all the same.</summary>
    public async Task<TimeSpan> KnowAsync(IReadOnlyList<string> addresses, TimeSpan limit)
    {
        // Looking at all of them takes a good part of a core, which the hooks that are waited for then do not have: one is looked at first.
        var one = await KnowAsync([Databases[0]], addresses, limit);
        return one + await KnowAsync(Databases, addresses, limit);
    }

    /// <summary>The users of the clients' databases, as <c>relation_id_7 client5x0</c>.</summary>
    public async Task<IReadOnlyList<string>> UsersAsync() =>
    [
        .. (await cluster.AskAsync(
            (await cluster.UnitsAsync())[await cluster.PrimaryAsync()],
            """
            select u.rolname || ' ' || d.rolname from pg_auth_members m join pg_roles u on u.oid = m.member join pg_roles d on d.oid = m.roleid
             where u.rolname like 'relation\_id\_%' and u.rolcanlogin order by 1
            """)).Where(user => Databases.Any(database => user.EndsWith(" " + database, StringComparison.Ordinal))),
    ];

    /// <summary>Waits until none of their users is left.</summary>
    public Task<TimeSpan> AreForgottenAsync(TimeSpan limit) => Deadline.WaitAsync("their users are gone", limit, async () =>
        await UsersAsync() is { Count: > 0 } left ? string.Join(", ", left) : null);

    /// <summary>Removes all relations at once.</summary>
    public Task UnrelateAsync() => Task.WhenAll(Databases.Select(async name =>
        (await cluster.Howdah.RunAsync("remove-relation", name, PostgresCluster.Application)).Expect()));

    /// <summary>Removes the applications and waits until they are gone.</summary>
    public async Task RemoveAsync(TimeSpan limit)
    {
        (await cluster.Howdah.RunAsync(["remove-application", .. Databases])).Expect();
        await Deadline.WaitAsync("the clients are gone", limit, async () =>
        {
            var applications = (await cluster.Howdah.StatusAsync())["applications"]!;
            return Databases.Count(name => applications[name] is not null) is > 0 and var left ? $"{left} of {Databases.Count}" : null;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_bundle);

    private Task<TimeSpan> KnowAsync(IReadOnlyList<string> names, IReadOnlyList<string> addresses, TimeSpan limit) =>
        Deadline.WaitAsync($"every client knows that the primary is at {string.Join(" or ", addresses)}", limit, async () =>
        {
            var shown = JsonNode.Parse((await cluster.Howdah.RunAsync(["show-unit", .. names.Select(d => d + "/0"), "--format", "json"])).Expect())!;
            var known = names.SelectMany(name => shown[name + "/0"]!["relation-info"]!.AsArray())
                .Select(relation => (string?)relation!["application-data"]?["endpoints"] ?? "").ToList();
            return known.Count == names.Count && known.Distinct(StringComparer.Ordinal).Count() == 1
                && addresses.Any(address => known[0] == $"{address}:5432") ? null : string.Join(", ", known.Distinct(StringComparer.Ordinal));
        });

    private async Task DeployAsync(bool related)
    {
        var charm = Path.Combine(Installation.Root, "artifacts", "charms", "data-integrator");
        await File.WriteAllTextAsync(
            _bundle,
            string.Join('\n', ["applications:", .. Databases.Select(name => $"  {name}: {{ charm: {charm}, scale: 1, options: {{ database-name: {name} }} }}")])
                + $"\n  {PostgresCluster.Application}: {{ charm: {Path.Combine(Installation.Root, "artifacts", "charms", PostgresCluster.Application)}, scale: 3 }}\n"
                + (related ? string.Join('\n', ["relations:", .. Databases.Select(name => $"  - [{name}:postgresql, {PostgresCluster.Application}:database]")]) : ""));
        (await cluster.Howdah.RunAsync("deploy", _bundle)).Expect();
    }
}
