using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Howdah.Bench;

/// <summary>What a run of pgbench came to.</summary>
/// <param name="PerSecond">Transactions a second.</param>
/// <param name="Failed">Transactions that failed, and clients that gave up.</param>
/// <param name="Longest">The longest transaction; zero when they were not logged.</param>
internal sealed record PgbenchResult(double PerSecond, int Failed, TimeSpan Longest);

/// <summary>Runs of pgbench on a database, over one or several endpoints.</summary>
/// <param name="database">User, password and name of the database.</param>
internal sealed class Pgbench(NpgsqlConnectionStringBuilder database)
{
    private static readonly string Program = Directory.GetDirectories("/usr/lib/postgresql").OrderBy(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture))
        .Last() + "/bin/pgbench";

    /// <summary>For other clients of the database.</summary>
    public string ConnectionString((string Host, int Port) endpoint) => new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        Host = endpoint.Host, Port = endpoint.Port, Pooling = false, Timeout = 30, CommandTimeout = 60, NoResetOnClose = true,
    }.ConnectionString;

    /// <summary>Makes its tables.</summary>
    public Task InitializeAsync(string host, int port, int scale) => RunAsync(host, port, "", "-i", "-q", "-s", Text(scale));

    /// <summary>Runs it on all endpoints at once, the clients shared evenly, and adds up what they say.</summary>
    public async Task<PgbenchResult> RunAsync(IReadOnlyList<(string Host, int Port)> endpoints, int clients, int seconds, bool selectOnly = false)
    {
        var folder = Directory.CreateTempSubdirectory("howdah-pgbench-").FullName;
        try
        {
            var runs = await Task.WhenAll(endpoints.Select((e, number) => RunAsync(
                e.Host, e.Port, folder,
                [
                    "-n", "-c", Text(clients / endpoints.Count), "-j", "1", "-T", Text(seconds), "-l", $"--log-prefix={folder}/{number}",
                    .. selectOnly ? ["-S"] : Array.Empty<string>(),
                ])));
            return new(
                runs.Sum(r => Figure(r, "tps = ")),
                runs.Sum(r => (int)Figure(r, "number of failed transactions: ") + r.Split('\n').Count(l => l.Contains("aborted", StringComparison.Ordinal))),
                TimeSpan.FromMicroseconds(Directory.GetFiles(folder).SelectMany(File.ReadLines).Select(l => double.Parse(l.Split(' ')[2], CultureInfo.InvariantCulture)).DefaultIfEmpty().Max()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> RunAsync(string host, int port, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in (IReadOnlyList<(string, string?)>)
            [("PGHOST", host), ("PGPORT", Text(port)), ("PGUSER", database.Username), ("PGPASSWORD", database.Password), ("PGDATABASE", database.Database)])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        foreach (var line in (await error).Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)))
        {
            await Console.Error.WriteLineAsync(line);
        }

        return await output + await error;
    }

    private static double Figure(string output, string beginning) =>
        output.Split('\n').FirstOrDefault(l => l.StartsWith(beginning, StringComparison.Ordinal)) is { } line
            ? double.Parse(line[beginning.Length..].Split(' ')[0], CultureInfo.InvariantCulture)
            : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
