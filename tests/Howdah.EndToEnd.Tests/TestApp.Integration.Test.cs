using System.Globalization;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>The test application as a client of the cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TestAppIntegrationTest(ClusterFixture fixture)
{
    private const string App = "postgresql-test-app";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task It_writes_through_a_switchover_and_finds_every_acknowledged_row()
    {
        await Cluster.ConvergedAsync(3, Limit);
        (await Cluster.Howdah.RunAsync("deploy", Path.Combine(Installation.Root, "artifacts", "charms", App))).Expect();
        (await Cluster.Howdah.RunAsync("integrate", App, PostgresCluster.Application + ":database")).Expect();
        try
        {
            await Cluster.SettledAsync(Limit);
            await RunAsync("start-continuous-writes");
            await WrittenAsync(50);

            (await Cluster.Howdah.RunAsync("run", await Cluster.SynchronousStandbyAsync(), "promote-to-primary", "scope=unit")).Expect();
            await WrittenAsync(50);
            var seen = await FindAcknowledgedAsync();
            await WrittenAsync(seen!.Value + 50);

            var stopped = await RunAsync("stop-continuous-writes");
            Assert.Equal("every acknowledged row is there once", (string?)stopped["verdict"]);
            var bench = await RunAsync("pgbench", "clients=2", "seconds=2", "scale=1");
            Assert.Equal("0", (string?)bench["failed-transactions"]);
            Assert.True(double.Parse((string)bench["tps"]!, CultureInfo.InvariantCulture) > 0);
            Assert.Equal("cleared", (string?)(await RunAsync("clear-continuous-writes"))["result"]);
            Assert.Equal(0, await FindAcknowledgedAsync());
        }
        finally
        {
            (await Cluster.Howdah.RunAsync("remove-application", App)).Expect();
            await Deadline.WaitAsync($"{App} goes", Limit, async () =>
                (await Cluster.Howdah.StatusAsync())["applications"]![App] is null ? null : "it is there");
            await Cluster.SettledAsync(Limit);
        }
    }

    private Task<TimeSpan> WrittenAsync(long acknowledged) => Deadline.WaitAsync($"{acknowledged} rows are acknowledged", Limit, async () =>
        await FindAcknowledgedAsync() is { } now ? now >= acknowledged ? null : $"there are {now}" : "the database does not answer");

    // Null while the application has not heard yet where the new primary is.
    private async Task<long?> FindAcknowledgedAsync()
    {
        var answer = await Cluster.Howdah.RunAsync("run", $"{App}/0", "show-continuous-writes", "--format", "json");
        return answer.ExitCode == 0
            ? long.Parse((string)JsonNode.Parse(answer.Output)![$"{App}/0"]!["results"]!["acknowledged"]!, CultureInfo.InvariantCulture)
            : null;
    }

    private async Task<JsonNode> RunAsync(string action, params string[] parameters)
    {
        var answer = await Cluster.Howdah.RunAsync(["run", $"{App}/0", action, .. parameters, "--format", "json"]);
        return JsonNode.Parse(answer.Expect())![$"{App}/0"]!["results"]!;
    }
}
