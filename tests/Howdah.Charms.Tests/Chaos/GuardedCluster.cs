using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Npgsql;

namespace Howdah.Charms.Tests.Chaos;

/// <summary>A real etcd and three guarded members on loopback addresses of their own, in a temporary folder.</summary>
internal sealed class GuardedCluster : IAsyncDisposable
{
    private const string Scope = "/howdah/test/chaos/";
    private static int _networks;
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-guard-").FullName;
    private readonly string _network = $"127.61.{Interlocked.Increment(ref _networks)}";
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly StoreApi _api;
    private Process? _etcd;

    private GuardedCluster(StoreApi api) => _api = api;

    internal List<GuardedMember> Members { get; } = [];

    internal static async Task<GuardedCluster> StartAsync(StoreApi api = StoreApi.EtcdV2)
    {
        var cluster = new GuardedCluster(api);
        try
        {
            Programs.GiveToPostgres(cluster._folder);
            cluster.StartEtcd();
            for (var number = 1; number <= 3; number++)
            {
                var member = new GuardedMember(cluster._folder, number, cluster._network);
                cluster.Members.Add(member);
                member.Start(api);
            }

            await cluster.WholeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The member that the leader key names; null when there is none.</summary>
    internal async Task<GuardedMember?> LeaderAsync()
    {
        var name = await KeyAsync("leader");
        return Members.Find(m => m.Name == name);
    }

    /// <summary>The standby that confirms writes.</summary>
    internal async Task<GuardedMember> SynchronousAsync()
    {
        var standby = (string?)JsonNode.Parse((await KeyAsync("sync"))!)!["sync_standby"];
        return Members.Single(m => m.Name == standby);
    }

    /// <summary>Waits until there are a primary, two streaming standbys and a synchronous one that may take over.</summary>
    internal Task WholeAsync() => UntilAsync("three members with a synchronous standby", async () =>
    {
        if (await LeaderAsync() is not { } leader || await KeyAsync("sync") is not { } sync ||
            JsonNode.Parse(sync) is not { } state || (string?)state["leader"] != leader.Name || state["sync_standby"] is null)
        {
            return false;
        }

        await using var connection = new NpgsqlConnection(leader.ConnectionString);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand(
            "select count(*) filter (where state = 'streaming') = 2 and count(*) filter (where sync_state = 'sync') = 1 from pg_stat_replication",
            connection);
        return (bool)(await count.ExecuteScalarAsync())!;
    });

    internal static async Task UntilAsync(string what, Func<Task<bool>> condition, int seconds = 90)
    {
        var clock = Stopwatch.StartNew();
        var last = "";
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception error) when (error is NpgsqlException or HttpRequestException or IOException or OperationCanceledException)
            {
                last = error.Message;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"no {what} within {seconds} s; last error: {last}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
        {
            await member.DisposeAsync();
        }

        _etcd?.Kill();
        _etcd?.Dispose();
        _http.Dispose();
        if (Environment.GetEnvironmentVariable("HOWDAH_KEEP") is null)
        {
            await UntilAsync($"way to remove {_folder}", () =>
            {
                Directory.Delete(_folder, recursive: true);
                return Task.FromResult(true);
            });
        }
    }

    private void StartEtcd() => _etcd = Programs.Start(
        Path.Combine(_folder, "etcd.log"), "etcd", "--name", "e1", "--enable-v2=true", "--data-dir", Path.Combine(_folder, "etcd"),
        "--listen-client-urls", $"http://{_network}.2:2379", "--advertise-client-urls", $"http://{_network}.2:2379",
        "--listen-peer-urls", $"http://{_network}.2:2380", "--initial-advertise-peer-urls", $"http://{_network}.2:2380",
        "--initial-cluster", $"e1=http://{_network}.2:2380");

    private async Task<string?> KeyAsync(string key)
    {
        if (_api == StoreApi.EtcdV2)
        {
            using var found = await _http.GetAsync(new Uri($"http://{_network}.2:2379/v2/keys{Scope}{key}"));
            return found.IsSuccessStatusCode ? (string?)JsonNode.Parse(await found.Content.ReadAsStringAsync())!["node"]!["value"] : null;
        }

        using var body = new StringContent($$"""{"key":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Scope + key))}}"}""");
        using var answer = await _http.PostAsync(new Uri($"http://{_network}.2:2379/v3/kv/range"), body);
        var value = (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["kvs"]?[0]!["value"];
        return value is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(value));
    }
}
