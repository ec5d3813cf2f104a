using System.Diagnostics;
using Howdah.Charms.PgbouncerK8s;
using Howdah.Charms.PgbouncerK8s.Following;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Poolers;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.Tests.Databases;
using Npgsql;

namespace Howdah.Charms.Tests.Pgbouncer;

/// <summary>A real PostgreSQL behind a real PgBouncer with its follower, as the charms set them up.</summary>
public sealed class PooledServer : IAsyncLifetime
{
    private const string Pooler = "relation_id_4";
    private const string Client = "relation_id_4_7";
    private const string Password = "pw";
    private readonly TemporaryPostgres _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-pgbouncer-").FullName;
    private Process? _pooler;

    internal Process? Follower { get; private set; }

    internal string Log => File.ReadAllText(Path.Combine(_folder, "follower.log"));

    private string Address => _server.Address[..^1] + "9";

    private string Settings => Path.Combine(_folder, "follower.json");

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await using (var session = await _server.OpenAsync("postgres"))
        {
            await RoleSetup.EnsureAsync(session, TestPasswords.All, default);
            var databases = new RelationDatabases(session, _server.OpenAsync);
            Assert.Null(await databases.EnsureAsync(
                "console", Pooler, Password, RequestVerdict.Of(new Interfaces.DatabaseRequest(null!, "console", ["pooler"], []), new(CharmFiles.Data())), default));
            Assert.Null(await databases.EnsureAsync("shop", Client, Password, RequestVerdict.Of("shop", []), default));
            Assert.Null(await databases.EnsurePoolersAsync("shop", default));
        }

        // As the charm writes it, but for the folders.
        var ini = new PgbouncerK8s.Pools.PgbouncerIni { Address = Address, PoolMode = "transaction", Sizes = new(30, 2), MaxClients = 100, QueryWaitSeconds = 60 }.Render()
            .Replace(WorkloadPaths.Folder, _folder, StringComparison.Ordinal).Replace(WorkloadPaths.Sockets, _folder, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder, "pgbouncer.ini"), ini);
        await File.WriteAllTextAsync(Path.Combine(_folder, "databases.ini"), "");
        await TellPasswordAsync(Password);
        Programs.GiveToPostgres(_folder);
        _pooler = Programs.Start(Path.Combine(_folder, "pgbouncer.log"), "/usr/sbin/pgbouncer", Path.Combine(_folder, "pgbouncer.ini"));
        StartFollower();
    }

    public async Task DisposeAsync()
    {
        foreach (var process in (Process?[])[Follower, _pooler])
        {
            process?.Kill();
            process?.Dispose();
        }

        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal void StartFollower() =>
        Follower = Programs.Start(Path.Combine(_folder, "follower.log"), Programs.Charms, PgbouncerK8s.Following.Follower.EntryPoint, Settings);

    /// <summary>Gives the pooler's user another password, and tells it to PgBouncer and the follower.</summary>
    internal async Task ChangePasswordAsync(string password)
    {
        await using (var session = await _server.OpenAsync("postgres"))
        {
            await session.RunAsync($"alter role {Pooler} password '{password}'", default);
        }

        await TellPasswordAsync(password);
        ReadSettings();
    }

    /// <summary>Has the follower read its settings anew.</summary>
    internal void ReadSettings() => Programs.Signal(Follower!, "HUP");

    private async Task TellPasswordAsync(string password)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "userlist.txt"), $"\"{Pooler}\" \"{password}\"\n");
        await File.WriteAllTextAsync(Settings, new FollowerSettings
        {
            Unit = "pgbouncer-k8s/0",
            Members = [$"{_server.Address}:5432"],
            Database = "console",
            Username = Pooler,
            Password = password,
            Pooled = ["shop"],
            Console = Path.Combine(_folder, ".s.PGSQL.6432"),
            DatabasesFile = Path.Combine(_folder, "databases.ini"),
            LongestPauseSeconds = 4,
            Heartbeat = Path.Combine(_folder, "follower"),
        }.ToJson());
    }

    /// <summary>How often the pools were paused.</summary>
    internal int CountPauses() => File.ReadAllText(Path.Combine(_folder, "pgbouncer.log")).Split("PAUSE command issued").Length - 1;

    /// <summary>How many sessions of the follower began after a time.</summary>
    internal async Task<int> CountSessionsAsync(DateTime since)
    {
        await using var session = await _server.OpenAsync("postgres");
        return (await session.QueryAsync(
            $"select count(*)::int from pg_stat_activity where datname = 'console' and backend_start > '{since:O}'", r => r.GetInt32(0), default))[0];
    }

    /// <summary>Whether Pebble's check of the follower succeeds now.</summary>
    internal bool IsFollowerAlive()
    {
        var command = PgbouncerLayer.Of("", Address).Checks[PgbouncerLayer.Follower].Exec!.Command.Replace(WorkloadPaths.Sockets, _folder, StringComparison.Ordinal);
        using var check = Process.Start("sh", ["-c", command]);
        check.WaitForExit();
        return check.ExitCode == 0;
    }

    internal Task RestartServerAsync() => _server.RestartAsync();

    internal Task<HeldPools> HoldAsync() => HeldPools.HoldAsync(_server.OpenAsync, TimeProvider.System, default);

    internal Task<IReadOnlyList<string>> LeaveAsync() => PoolerOrders.LeaveAsync(_server.Address, _server.OpenAsync, TimeProvider.System, default);

    /// <summary>Opens a client's connection through the pooler.</summary>
    internal async Task<NpgsqlConnection> OpenAsync(string database = "shop", string password = Password)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = Address, Port = WorkloadPaths.Port, Username = Client, Password = password, Database = database,
            Pooling = false, Timeout = 30, CommandTimeout = 60, NoResetOnClose = true,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    internal static async Task<string?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
