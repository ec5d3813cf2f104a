using System.Text.Json.Nodes;

namespace Howdah.Testbed;

/// <summary>Applications that each want a database of their own from a cluster: data-integrators, <c>client0</c>, <c>client1</c>, …</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="count">How many there are.</param>
public sealed class ManyClients(PostgresCluster cluster, int count) : IDisposable
{
    private readonly string _bundle = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");

    /// <summary>Their names, which are those of their databases too.</summary>
    public IReadOnlyList<string> Databases { get; } = [.. Enumerable.Range(0, count).Select(i => $"client{i}")];

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

    /// <summary>Waits until every client's databag says that the primary is at an address.</summary>
    public Task<TimeSpan> KnowAsync(string address, TimeSpan limit) =>
        Deadline.WaitAsync($"every client knows that the primary is at {address}", limit, async () =>
        {
            var shown = JsonNode.Parse((await cluster.Howdah.RunAsync(["show-unit", .. Databases.Select(d => d + "/0"), "--format", "json"])).Expect())!;
            var others = Databases.Where(name => shown[name + "/0"]!["relation-info"]!.AsArray()
                .All(relation => (string?)relation!["application-data"]?["endpoints"] != $"{address}:5432")).ToList();
            return others.Count == 0 ? null : string.Join(", ", others);
        });

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
