using System.Diagnostics;
using System.Net;
using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Npgsql;

namespace Howdah.Charms.Tests.Chaos;

/// <summary>One member: a guard with its Patroni and PostgreSQL, started again when it exits, as Pebble does.</summary>
internal sealed class GuardedMember(string folder, int number, string network) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;

    internal static Credentials RestUser { get; } = new("patroni", "pa");

    internal string Name => $"m-{number}";

    internal string Address => $"{network}.1{number}";

    internal string DataDirectory => Path.Combine(folder, Name, "pgdata");

    internal string LogFile => Path.Combine(folder, $"{Name}.log");

    internal Process? Guard { get; private set; }

    internal string ConnectionString =>
        $"Host={Address};Username=operator;Password=op;Database=postgres;Pooling=false;Timeout=1;Command Timeout=0;Include Error Detail=true";

    internal void Start(StoreApi api)
    {
        var home = Path.Combine(folder, Name);
        Directory.CreateDirectory(Path.Combine(home, "run"));
        var patroni = Path.Combine(home, "patroni.yml");
        var guard = Path.Combine(home, "guard.json");
        File.WriteAllText(patroni, PatroniYaml.Render(new()
        {
            Scope = "chaos",
            Namespace = "/howdah/test/",
            Member = new(Name, Address, Address),
            Store = new(api, [$"{network}.2:2379"]),
            RestApi = RestUser,
            Users = new(new("operator", "op"), new("replication", "re"), new("rewind", "rw")),
            Paths = new(DataDirectory, PostgresBin(), Path.Combine(home, "run"), Path.Combine(home, "pgpass")),
            Dynamic = new()
        {
            Synchronous = new(1, Strict: true),
            Parameters = PostgresqlParameters.Of(new(CharmFiles.Data(("profile", "testing"))), new(1L << 30, 2)),
        },
            Hba = HbaRules.For([IPAddress.Parse(Address)]),
            Callback = PatroniCallback.Command(Programs.Charms, guard),
        }));
        File.WriteAllText(guard, new GuardSettings
        {
            Member = Name,
            Command = ["patroni", patroni],
            DataDirectory = DataDirectory,
            RestUrl = $"http://{Address}:8008/liveness",
            StoreUrls = [$"http://{network}.2:2379"],
            StoreApi = api,
            LeaderKey = "/howdah/test/chaos/leader",
        }.ToJson());
        Programs.GiveToPostgres(home);
        _life = LiveAsync(guard);
    }

    /// <summary>Patroni, the postmaster and all else below the guard.</summary>
    internal List<ProcessEntry> Processes()
    {
        var all = ProcessTable.Read();
        var below = Guard is { HasExited: false } guard ? ProcessTable.DescendantsOf(guard.Id, all) : [];
        return [.. below.Concat(all.Where(e => ProcessTable.IsPostgresOf(e, DataDirectory))).DistinctBy(e => e.Id)];
    }

    internal int PostmasterId() => int.Parse(
        File.ReadLines(Path.Combine(DataDirectory, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first field of the first row of what the member's PostgreSQL answers.</summary>
    internal async Task<string> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (Guard is { HasExited: false } guard)
        {
            guard.Kill();
        }

        foreach (var process in Processes())
        {
            _ = Libc.Kill(process.Id, Libc.SigKill);
        }

        await _life;
        _stop.Dispose();
    }

    private async Task LiveAsync(string guardConfiguration)
    {
        while (!_stop.IsCancellationRequested)
        {
            Guard = Programs.Start(LogFile, Programs.Charms, PatroniGuard.EntryPoint, "--config", guardConfiguration);
            try
            {
                await Guard.WaitForExitAsync(_stop.Token);
                await Task.Delay(200, _stop.Token); // Pebble's back-off, part of what is measured.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static string PostgresBin() =>
        Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last(), "bin");
}
