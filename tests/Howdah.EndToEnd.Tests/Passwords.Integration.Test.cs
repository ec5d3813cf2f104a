using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Passwords of system users are changed under a client that connects anew for each query: it notices nothing.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PasswordsIntegrationTest(ClusterFixture fixture)
{
    private static readonly string[] Users = ["operator", "replication", "rewind", "monitoring", "backup", "patroni"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Every_password_is_changed_without_a_failed_connection_and_all_members_go_on()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        var primary = await Cluster.PrimaryAsync();
        await using var client = new RepeatedConnections(Cluster.ConnectionStringFor((await Cluster.UnitsAsync())[primary]));

        foreach (var user in Users)
        {
            await RunOnLeaderAsync("set-password", $"username={user}");
        }

        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
        await client.StopAsync();
        Assert.Equal(primary, await Cluster.PrimaryAsync());

        // What needs each of them goes on: replication, rewinding and Patroni's orders by a switchover, the operator by a question.
        (await Cluster.Howdah.RunAsync("run", await Cluster.SynchronousStandbyAsync(), "promote-to-primary", "scope=unit")).Expect();
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        Assert.Equal(["1"], await Cluster.AskAsync((await Cluster.UnitsAsync())[await Cluster.PrimaryAsync()], "select 1"));
    }

    [Fact]
    public async Task Passwords_come_from_a_secret_of_the_user_and_follow_its_revisions()
    {
        await Cluster.ConvergedAsync(3, Limit);
        var secret = (await Cluster.Howdah.RunAsync("add-secret", "logins", "operator=first-of-its-kind", "monitoring=second-of-its-kind")).Expect().Trim();
        (await Cluster.Howdah.RunAsync("grant-secret", "logins", PostgresCluster.Application)).Expect();
        try
        {
            (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, $"system-users={secret}")).Expect();
            await PasswordIsAsync("operator", "first-of-its-kind");
            await PasswordIsAsync("monitoring", "second-of-its-kind");

            (await Cluster.Howdah.RunAsync("update-secret", "logins", "operator=third-of-its-kind")).Expect();
            await PasswordIsAsync("operator", "third-of-its-kind");
            await Cluster.SettledAsync(Limit);
            Assert.Equal(["1"], await Cluster.AskAsync((await Cluster.UnitsAsync())[await Cluster.PrimaryAsync()], "select 1"));
        }
        finally
        {
            (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "--reset", "system-users")).Expect();
            (await Cluster.Howdah.RunAsync("remove-secret", "logins")).Expect();
        }
    }

    private Task<TimeSpan> PasswordIsAsync(string user, string expected) => Deadline.WaitAsync($"the password of {user} is that of the secret", Limit, async () =>
        (string?)(await RunOnLeaderAsync("get-password", $"username={user}"))["password"] == expected ? null : "it is another");

    private async Task<JsonNode> RunOnLeaderAsync(string action, params string[] parameters)
    {
        var answer = await Cluster.Howdah.RunAsync(["run", PostgresCluster.Application + "/leader", action, .. parameters, "--format", "json"]);
        return JsonNode.Parse(answer.Expect())!.AsObject().Single().Value!["results"]!;
    }
}
