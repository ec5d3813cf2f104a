using System.Diagnostics;
using System.Text.Json.Nodes;
using Howdah.Testbed;
using Npgsql;

namespace Howdah.EndToEnd.Tests;

/// <summary>People of a directory come into a cluster, follow its primary and go, while its own users notice nothing.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LdapIntegrationTest(ClusterFixture fixture)
{
    private const string Directory = "glauth-k8s";
    private const string Authority = "directory-ca";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task People_of_a_directory_log_in_as_long_as_it_has_them_and_its_relation_is_there()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await RelateAsync();
        await RunAsync($"{Directory}/0", "add-group", "group=dev");
        var alice = (string)(await RunAsync($"{Directory}/0", "add-user", "username=alice", "groups=dev"))["password"]!;

        await ComesInAsync("alice", alice);
        Assert.Equal("alice true", (await PsqlAsync("alice", alice, "select current_user || ' ' || pg_has_role('app', 'member')")).Output.Trim());
        Assert.Contains("LDAP authentication failed", (await PsqlAsync("alice", "wrong", "select 1")).Error, StringComparison.Ordinal);
        await StatusSaysAsync("1 user of LDAP");
        Assert.True(await SecretSearch.FindsNothingAsync(Cluster) >= 7);

        var former = await Cluster.PrimaryAsync();
        (await Cluster.Howdah.RunAsync("run", await Cluster.SynchronousStandbyAsync(), "promote-to-primary", "scope=unit")).Expect();
        await Cluster.ConvergedAsync(3, Limit);
        Assert.NotEqual(former, await Cluster.PrimaryAsync());
        await ComesInAsync("alice", alice);
        var bob = (string)(await RunAsync($"{Directory}/0", "add-user", "username=bob", "groups=dev"))["password"]!;
        await ComesInAsync("bob", bob);

        await RunAsync($"{Directory}/0", "remove-user", "username=alice");
        await IsRefusedAsync("alice", alice);
        await DisabledAsync("alice");
        await ComesInAsync("bob", bob);

        (await Cluster.Howdah.RunAsync("remove-relation", $"{PostgresCluster.Application}:ldap", $"{Directory}:ldap")).Expect();
        await IsRefusedAsync("bob", bob);
        await OwnUsersComeInAsync();
        await RemoveAsync();
    }

    private async Task RelateAsync()
    {
        (await Cluster.Howdah.RunAsync("deploy", Path.Combine(Installation.Root, "artifacts", "charms", "self-signed-certificates"), Authority)).Expect();
        (await Cluster.Howdah.RunAsync("deploy", Path.Combine(Installation.Root, "artifacts", "charms", Directory))).Expect();
        (await Cluster.Howdah.RunAsync("integrate", $"{Directory}:certificates", Authority)).Expect();
        (await Cluster.Howdah.RunAsync("integrate", $"{PostgresCluster.Application}:ldap", $"{Directory}:ldap")).Expect();
        (await Cluster.Howdah.RunAsync("integrate", $"{PostgresCluster.Application}:receive-ca-cert", $"{Directory}:send-ca-cert")).Expect();
        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "ldap_map=dev=app")).Expect();
        await Cluster.SettledAsync(Limit);
    }

    private async Task RemoveAsync()
    {
        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "--reset", "ldap_map")).Expect();
        (await Cluster.Howdah.RunAsync("remove-relation", $"{PostgresCluster.Application}:receive-ca-cert", $"{Directory}:send-ca-cert")).Expect();
        (await Cluster.Howdah.RunAsync("remove-application", Directory)).Expect();
        (await Cluster.Howdah.RunAsync("remove-application", Authority)).Expect();
        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
    }

    private async Task<JsonNode> RunAsync(string unit, string action, params string[] parameters) => JsonNode.Parse(
        (await Cluster.Howdah.RunAsync(["run", unit, action, .. parameters, "--format", "json"])).Expect())!.AsObject().Single().Value!["results"] ?? new JsonObject();

    private async Task<string> PrimaryAddressAsync() => (await Cluster.UnitsAsync())[await Cluster.PrimaryAsync()];

    private async Task<string?> LoginAsync(string user, string password)
    {
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = await PrimaryAddressAsync(), Username = user, Password = password, Database = "app", Pooling = false, Timeout = 30,
        };
        try
        {
            await using var connection = new NpgsqlConnection(options.ConnectionString);
            await connection.OpenAsync();
            return null;
        }
        catch (NpgsqlException error)
        {
            return (error as PostgresException)?.SqlState ?? error.Message;
        }
    }

    private Task<TimeSpan> ComesInAsync(string user, string password) =>
        Deadline.WaitAsync($"{user} comes in", Limit, () => LoginAsync(user, password));

    private Task<TimeSpan> IsRefusedAsync(string user, string password) => Deadline.WaitAsync(
        $"{user} is refused", Limit, async () => await LoginAsync(user, password) is var answer && answer is "28000" or "28P01" ? null : answer ?? "comes in");

    private Task<TimeSpan> DisabledAsync(string user) => Deadline.WaitAsync($"the role {user} is disabled", Limit, async () =>
        await Cluster.AskAsync(await PrimaryAddressAsync(), $"select rolcanlogin::text from pg_roles where rolname = '{user}'") is ["false"] ? null : "it can log in");

    private Task<TimeSpan> StatusSaysAsync(string text) => Deadline.WaitAsync($"the status says {text}", Limit, async () =>
        (await Cluster.Howdah.RunAsync("status")).Expect() is var status && status.Contains(text, StringComparison.Ordinal) ? null : status);

    private async Task OwnUsersComeInAsync()
    {
        await using var client = new NpgsqlConnection(Cluster.ConnectionStringFor(await PrimaryAddressAsync()));
        await client.OpenAsync();
        Assert.Equal(["1"], await Cluster.AskAsync(await PrimaryAddressAsync(), "select 1"));
    }

    private async Task<CommandResult> PsqlAsync(string user, string password, string sql)
    {
        var start = new ProcessStartInfo("psql", [$"host={await PrimaryAddressAsync()} user={user} dbname=app", "-Atc", sql])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = password },
        };
        using var psql = Process.Start(start)!;
        var (output, error) = (psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await psql.WaitForExitAsync();
        return new(sql, psql.ExitCode, await output, await error);
    }
}
