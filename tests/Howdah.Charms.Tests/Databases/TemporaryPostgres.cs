using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.Tests.Scenarios;
using Npgsql;

namespace Howdah.Charms.Tests.Databases;

/// <summary>A real PostgreSQL with our <c>pg_hba.conf</c>, on an address of its own and port 5432, as Patroni leaves it after a bootstrap.</summary>
public sealed class TemporaryPostgres : IAsyncLifetime
{
    private static int _networks = Random.Shared.Next(254);
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-postgres-").FullName;

    internal string Address { get; } = FreeAddress(Ports.Postgresql);

    internal Credentials Operator { get; } = new(SystemUsers.Operator, "op'er\\ator");

    // As if Patroni had brought the configuration that a charm in a scenario wants.
    private static string Configured { get; } = string.Join(
        ' ',
        PostgresqlParameters.Of(Settings.Defaults, PostgresqlScenario.Machine)
            .Where(p => p.Key is PostgresqlParameters.Mark || ServerState.ForStandbys.Contains(p.Key, StringComparer.Ordinal))
            .Select(p => $"-c {p.Key}={p.Value}"));

    /// <summary>An address at which a port is free. Another run of the tests, beside this one, may have taken some.</summary>
    internal static string FreeAddress(int port)
    {
        while (true)
        {
            var address = $"127.62.{(Interlocked.Increment(ref _networks) % 254) + 1}.1";
            try
            {
                using var probe = new TcpListener(IPAddress.Parse(address), port);
                probe.Start();
                return address;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>What the library of LDAP in it reads.</summary>
    internal string LdapConf => Path.Combine(_folder, "ldap.conf");

    public async Task InitializeAsync()
    {
        Programs.GiveToPostgres(_folder);
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Operator.Password);
        Programs.GiveToPostgres(_folder);
        await RunAsync("initdb", "-D", Data, "-U", Operator.Username, $"--pwfile={password}", "-A", "scram-sha-256", "--no-sync", "--locale=C.UTF-8");
        await WriteRulesAsync([]);
        await StartAsync();
        await using var session = await OpenAsync("postgres");
        await session.RunAsync("create role replication login replication; create role rewind login", default);
    }

    /// <summary>Stops the server as a switchover does, and starts it again.</summary>
    internal async Task RestartAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        await StartAsync();
    }

    /// <summary>Has it look at these rules after its own.</summary>
    internal async Task AddRulesAsync(params IReadOnlyList<HbaRule> rules)
    {
        const string Loaded = "select pg_conf_load_time()::text";
        await WriteRulesAsync(rules);
        await using var session = await OpenAsync("postgres");
        var before = (await session.QueryAsync(Loaded, r => r.GetString(0), default))[0];
        await session.RunAsync("select pg_reload_conf()", default);
        for (var limit = DateTime.UtcNow.AddSeconds(30); await TryAsync(Operator.Username, Operator.Password, "postgres", Loaded) == before;)
        {
            Assert.True(DateTime.UtcNow < limit, await LogAsync());
            await Task.Delay(20);
        }
    }

    private Task WriteRulesAsync(IEnumerable<HbaRule> rules) => File.WriteAllLinesAsync(
        Path.Combine(Data, "pg_hba.conf"), HbaRules.For([IPAddress.Parse(Address)]).Concat(rules).Select(r => r.Line));

    private Task StartAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
        $"-c listen_addresses={Address} -c unix_socket_directories={_folder} -c fsync=off -c log_statement=all -c shared_preload_libraries=pgaudit,pg_stat_statements {Configured}", "start");

    public async Task DisposeAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<PostgresSession> OpenAsync(string database) => PostgresSession.OpenAsync(Address, Operator, database, default);

    /// <summary>Has it serve TLS with a key and its certificate, both in one text.</summary>
    internal async Task ServeTlsAsync(string pem)
    {
        var file = Path.Combine(_folder, Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, pem);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Programs.GiveToPostgres(_folder);
        await using (var session = await OpenAsync("postgres"))
        {
            foreach (var parameter in (string[])["ssl_cert_file", "ssl_key_file"])
            {
                await session.RunAsync($"alter system set {parameter} = '{file}'", default);
            }

            await session.RunAsync("alter system set ssl = on", default);
            await session.RunAsync("select pg_reload_conf()", default);
        }

        for (var limit = DateTime.UtcNow.AddSeconds(30); await TryAsync(Operator.Username, Operator.Password, "postgres", "select current_setting('ssl') || current_setting('ssl_cert_file')") != "on" + file;)
        {
            Assert.True(DateTime.UtcNow < limit, await LogAsync());
            await Task.Delay(20);
        }
    }

    /// <summary>What the server logged so far.</summary>
    internal Task<string> LogAsync() => File.ReadAllTextAsync(Path.Combine(_folder, "log"));

    /// <summary>Runs a statement as somebody.</summary>
    /// <returns>The first value of the first row as text, or the SQLSTATE of the error.</returns>
    internal async Task<string?> TryAsync(string user, string password, string database, string sql)
    {
        try
        {
            await using var session = await PostgresSession.OpenAsync(Address, new(user, password), database, default);
            return (await session.QueryAsync(sql, r => r.FieldCount == 0 || r.IsDBNull(0) ? "" : r.GetValue(0).ToString(), default)).FirstOrDefault();
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last();
        using var process = Programs.Start(Path.Combine(_folder, "output"), "env", [$"LDAPCONF={LdapConf}", Path.Combine(bin, "bin", program), .. arguments]);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await File.ReadAllTextAsync(Path.Combine(_folder, "output")));
    }
}
