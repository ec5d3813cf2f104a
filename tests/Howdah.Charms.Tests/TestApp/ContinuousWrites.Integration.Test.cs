using Howdah.Charms.PostgresqlTestApp;
using Howdah.Charms.PostgresqlTestApp.Writes;
using Howdah.Charms.Tests.Databases;
using Npgsql;

namespace Howdah.Charms.Tests.TestApp;

public sealed class ContinuousWritesIntegrationTest(TemporaryPostgres postgres) : IClassFixture<TemporaryPostgres>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-writes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Acknowledged_rows_that_are_lost_or_repeated_are_found()
    {
        var settings = await PrepareAsync();
        await WriteUntilAsync(20);
        var state = Read();

        await using var connection = await settings.OpenAsync(default);
        var good = await WritesTable.CompareAsync(connection, state, default);
        Assert.True(good.IsGood);
        Assert.Equal(state.Acknowledged, good.Rows);
        Assert.Empty(state.Unknown);

        await RunAsync(connection, $"delete from {WritesTable.Name} where number in (3, 5); insert into {WritesTable.Name} values (7)");
        Assert.Equal((2, 1), await CompareAsync(state));
        Assert.Equal((1, 1), await CompareAsync(state with { Unknown = [3] }));

        async Task<(long, long)> CompareAsync(WriteState seen)
        {
            var verdict = await WritesTable.CompareAsync(connection, seen, default);
            return (verdict.Missing, verdict.Repeated);
        }
    }

    [Fact]
    public async Task A_writer_that_was_killed_goes_on_and_doubts_only_what_it_had_just_tried()
    {
        var settings = await PrepareAsync();
        await WriteUntilAsync(5);
        var before = Read();
        using (var killed = new WriteLog(_folder))
        {
            killed.Begin();
        }

        await WriteUntilAsync(before.Acknowledged + 6);

        var after = Read();
        Assert.Equal([before.Tried + 1], after.Unknown);
        await using var connection = await settings.OpenAsync(default);
        Assert.True((await WritesTable.CompareAsync(connection, after, default)).IsGood);
    }

    [Fact]
    public void The_figures_of_pgbench_are_read()
    {
        const string Output =
            """
            pgbench (15.18 (Debian 15.18-0+deb12u1))
            transaction type: <builtin: TPC-B (sort of)>
            number of transactions actually processed: 4711
            number of failed transactions: 2 (0.042%)
            latency average = 2.125 ms
            initial connection time = 10.5 ms
            tps = 470.588235 (without initial connection time)
            """;

        Assert.Equal(
            [("transactions", "4711"), ("failed-transactions", "2"), ("latency-average-ms", "2.125"), ("tps", "470.588235")],
            Pgbench.Read(Output));
    }

    private async Task<WriterSettings> PrepareAsync()
    {
        var settings = new WriterSettings($"{postgres.Address}:5432", "postgres", postgres.Operator.Username, postgres.Operator.Password);
        await File.WriteAllTextAsync(Path.Combine(_folder, ContinuousWrites.Settings), settings.ToJson());
        await using var connection = await settings.OpenAsync(default);
        await WritesTable.DropAsync(connection, default);
        await WritesTable.EnsureAsync(connection, default);
        return settings;
    }

    private async Task WriteUntilAsync(long acknowledged)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var writes = new ContinuousWrites(_folder, TimeProvider.System);
        var running = writes.RunAsync(stop.Token);
        while (Read().Acknowledged < acknowledged && !running.IsCompleted)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await running;
        Assert.True(Read().Acknowledged >= acknowledged);
    }

    private WriteState Read() => WriteState.Parse(
        Find(WriteLog.Head), Find(WriteLog.UnknownNumbers));

    private string? Find(string name) => File.Exists(Path.Combine(_folder, name)) ? File.ReadAllText(Path.Combine(_folder, name)) : null;

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
