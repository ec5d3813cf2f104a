using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Npgsql;

namespace Howdah.Testbed;

/// <summary>A bundle, deployed and active: three members of PostgreSQL and a client's credentials.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>The application's name.</summary>
    public const string Application = "postgresql-k8s";

    [SuppressMessage("Design", "MA0039", Justification = "Whether members show the right certificate is asked separately.")]
    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
    {
        Timeout = TimeSpan.FromSeconds(2),
    };

    private NpgsqlConnectionStringBuilder _credentials = new();

    private PostgresCluster(Installation howdah) => Howdah = howdah;

    /// <summary>The installation that it is deployed in.</summary>
    public Installation Howdah { get; }

    /// <summary>The bundle that is deployed.</summary>
    public static string Bundle => Path.Combine(Installation.Root, "bundles", "postgresql-ha.yaml");

    /// <summary>The cluster as it is, or will be, in an installation.</summary>
    public static PostgresCluster On(Installation howdah) => new(howdah);

    /// <summary>The larger bundle: the same behind two poolers.</summary>
    public static string PooledBundle => Path.Combine(Installation.Root, "bundles", "postgresql-app.yaml");

    /// <summary>Deploys a bundle, or else the small one, into a new installation and waits until all is active.</summary>
    public static async Task<PostgresCluster> DeployAsync(string? bundle = null)
    {
        var cluster = new PostgresCluster(Installation.Create());
        try
        {
            (await cluster.Howdah.RunAsync("up", bundle ?? Bundle)).Expect();
            await cluster.ReadCredentialsAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the data integrator for the client's credentials: user, password and database.</summary>
    public async Task<NpgsqlConnectionStringBuilder> ReadCredentialsAsync()
    {
        var answer = JsonNode.Parse((await Howdah.RunAsync("run", "data-integrator/0", "get-credentials", "--format", "json")).Expect())!;
        var credentials = answer["data-integrator/0"]!["results"]!["postgresql"]!;
        _credentials = new NpgsqlConnectionStringBuilder
        {
            Username = (string?)credentials["username"],
            Password = (string?)credentials["password"],
            Database = (string?)credentials["database"],
        };
        return _credentials;
    }

    /// <summary>The units of an application with their addresses, by unit name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> UnitsAsync(string application = Application) =>
        (await Howdah.StatusAsync())["applications"]![application]!["units"]!.AsObject()
            .ToDictionary(unit => unit.Key, unit => (string)unit.Value!["address"]!, StringComparer.Ordinal);

    /// <summary>Addresses of all members.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync() => [.. (await UnitsAsync()).Values];

    /// <summary>The leader unit, which speaks for the application.</summary>
    public async Task<string> LeaderAsync() =>
        (await Howdah.StatusAsync())["applications"]![Application]!["units"]!.AsObject().First(unit => (bool?)unit.Value!["leader"] == true).Key;

    /// <summary>The primary's unit, as Patroni's members see it.</summary>
    public Task<string> PrimaryAsync() => UnitWithRoleAsync("leader");

    /// <summary>The same; null while there is none.</summary>
    public Task<string?> FindPrimaryAsync() => FindUnitWithRoleAsync("leader");

    /// <summary>The unit of the synchronous standby, as Patroni's members see it.</summary>
    public Task<string> SynchronousStandbyAsync() => UnitWithRoleAsync("sync_standby");

    /// <summary>Connection string of the client for one member.</summary>
    public string ConnectionStringFor(string address) =>
        new NpgsqlConnectionStringBuilder(_credentials.ConnectionString) { Host = address, Timeout = 1, CommandTimeout = 10 }.ConnectionString;

    /// <summary>When PostgreSQL started on each member, by unit name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StartTimesAsync()
    {
        var times = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (unit, address) in await UnitsAsync())
        {
            times[unit] = (await AskAsync(address, "select pg_postmaster_start_time()::text"))[0];
        }

        return times;
    }

    /// <summary>Asks one member something as the superuser.</summary>
    /// <returns>The first column of all rows.</returns>
    public async Task<IReadOnlyList<string>> AskAsync(string address, string sql)
    {
        var password = JsonNode.Parse((await Howdah.RunAsync("run", Application + "/leader", "get-password", "--format", "json")).Expect())!
            .AsObject().Single().Value!["results"]!["password"];
        var source = new NpgsqlConnectionStringBuilder
        {
            Host = address, Username = "operator", Password = (string?)password, Database = "postgres", Pooling = false, Timeout = 5,
        };
        await using var connection = new NpgsqlConnection(source.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }

    /// <summary>Whether a member's Patroni answers with TLS; it does so either with it or without.</summary>
    public async Task<bool> SpeaksTlsAsync(string address)
    {
        try
        {
            await _http.GetStringAsync(new Uri($"https://{address}:8008/liveness"));
            return true;
        }
        catch (HttpRequestException)
        {
            await _http.GetStringAsync(new Uri($"http://{address}:8008/liveness"));
            return false;
        }
    }

    /// <summary>Fails unless a member's Patroni shows, for its address, a certificate of one of these CAs (PEM).</summary>
    public static async Task PatroniIsVerifiedAsync(string address, string trusted)
    {
        using var handler = new SocketsHttpHandler();
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(trusted);
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        using var http = new HttpClient(handler);
        await http.GetStringAsync(new Uri($"https://{address}:8008/liveness"));
    }

    /// <summary>Begins to write through the client's credentials.</summary>
    public async Task<AcknowledgedWriter> StartWriterAsync() =>
        await AcknowledgedWriter.StartAsync(await AddressesAsync(), ConnectionStringFor);

    /// <summary>The host's PIDs of all processes in a container of a unit.</summary>
    public async Task<IReadOnlyList<int>> ProcessesAsync(string unit, string container)
    {
        var inside = await Howdah.RunAsync("ssh", "--container", container, unit, "readlink", "/proc/self/ns/pid");
        return Processes.InNamespace(inside.Expect().Trim());
    }

    /// <summary>Waits until Patroni knows this many members, all running on one timeline, one leading and one its synchronous standby.</summary>
    public async Task ConvergedAsync(int members, TimeSpan limit) =>
        await Deadline.WaitAsync("the cluster converges", limit, async () =>
        {
            var units = await UnitsAsync();
            var seen = await MembersAsync(units.Values);
            var text = string.Join("; ", seen.Select(each => each.ToJsonString()));
            var good = seen.Count == members
                && seen.Count(each => (string?)each["role"] == "leader") == 1
                && seen.Any(each => (string?)each["role"] == "sync_standby")
                && seen.All(each => (string?)each["state"] is "running" or "streaming")
                && seen.Select(each => (int?)each["timeline"]).Distinct().Count() == 1;
            return good ? null : $"{members} members in order; there are: {text}";
        });

    /// <summary>Waits until all units are active and idle; those of some applications need only be idle.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="idle">Those applications.</param>
    /// <param name="orBlocked">Whether one that waits for a person will do as well.</param>
    public async Task SettledAsync(TimeSpan limit, IReadOnlyList<string>? idle = null, bool orBlocked = false) =>
        await Deadline.WaitAsync("all units are active and idle", limit, async () =>
        {
            var status = await Howdah.StatusAsync();
            var waiting = from application in status["applications"]!.AsObject()
                          from unit in application.Value!["units"]?.AsObject() ?? []
                          let workload = (string?)unit.Value!["workload-status"]!["current"]
                          let agent = (string?)unit.Value!["juju-status"]!["current"]
                          where agent != "idle" || (workload != "active" && !(orBlocked && workload == "blocked") && idle?.Contains(application.Key) != true)
                          select $"{unit.Key} {workload}/{agent} {unit.Value["workload-status"]!["message"]}";
            var text = string.Join("; ", waiting);
            return text.Length == 0 ? null : text;
        });

    /// <summary>Waits until every member holds exactly the rows 1 … <paramref name="acknowledged"/>, and perhaps one that was in flight.</summary>
    public async Task HoldsAllAsync(long acknowledged, TimeSpan limit)
    {
        foreach (var (unit, address) in await UnitsAsync())
        {
            await Deadline.WaitAsync($"{unit} holds all acknowledged rows", limit, async () =>
            {
                await using var connection = new NpgsqlConnection(ConnectionStringFor(address));
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand("SELECT count(*), coalesce(max(id), 0) FROM acknowledged", connection);
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                var (count, max) = (reader.GetInt64(0), reader.GetInt64(1));
                return count == max && max >= acknowledged && max <= acknowledged + 1 ? null : $"{acknowledged} rows; it has {count}, up to {max}";
            });
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Howdah.DisposeAsync();
    }

    private async Task<string> UnitWithRoleAsync(string role) =>
        await FindUnitWithRoleAsync(role) ?? throw new InvalidOperationException($"no member is {role}");

    private async Task<string?> FindUnitWithRoleAsync(string role)
    {
        var members = await MembersAsync((await UnitsAsync()).Values);
        return members.FirstOrDefault(member => (string?)member["role"] == role) is { } found
            ? Application + "/" + ((string)found["name"]!)[(Application.Length + 1)..]
            : null;
    }

    private async Task<IReadOnlyList<JsonNode>> MembersAsync(IEnumerable<string> addresses)
    {
        foreach (var url in addresses.SelectMany(address => (string[])[$"http://{address}:8008/cluster", $"https://{address}:8008/cluster"]))
        {
            try
            {
                var answer = JsonNode.Parse(await _http.GetStringAsync(new Uri(url)));
                return [.. answer!["members"]!.AsArray().Select(member => member!)];
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // The next member may answer.
            }
        }

        return [];
    }
}
