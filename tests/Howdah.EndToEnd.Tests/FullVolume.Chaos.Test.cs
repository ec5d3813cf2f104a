using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>The primary's volume fills up and has room again. Each member has one of its own, in memory; only root can make them.</summary>
public sealed class FullVolumeChaosTest : IAsyncLifetime
{
    private const int Megabytes = 400;
    private const string Filler = "/var/lib/postgresql/data/filler";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly Installation _howdah = Installation.Create();
    private readonly List<SmallDisk> _disks = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _howdah.RunAsync("down");
        _disks.ForEach(disk => disk.Dispose());
        await _howdah.DisposeAsync();
    }

    [Fact]
    public async Task A_primary_whose_volume_is_full_says_so_and_heals_when_there_is_room_and_no_acknowledged_write_is_lost()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        for (var storage = 1; storage <= 3; storage++)
        {
            var folder = Path.Combine(_howdah.DataDirectory, "storage", "default", $"pgdata-{storage}");
            Directory.CreateDirectory(folder);
            _disks.Add(SmallDisk.Mount(folder, Megabytes));
        }

        var cluster = PostgresCluster.On(_howdah);
        (await _howdah.RunAsync("up", PostgresCluster.Bundle)).Expect();
        await cluster.ReadCredentialsAsync();
        await cluster.ConvergedAsync(3, Limit);
        await using var writer = await cluster.StartWriterAsync();
        await writer.FlowingAsync(Limit);
        var primary = await cluster.PrimaryAsync();

        await InContainerAsync(primary, "dd", "if=/dev/zero", $"of={Filler}", "bs=64k");
        await Deadline.WaitAsync($"{primary} says that its volume is full and is no longer the primary", Limit, async () =>
        {
            await WriteLogAsync(cluster, primary);
            var status = (await _howdah.StatusAsync())["applications"]![PostgresCluster.Application]!["units"]![primary]!["workload-status"]!;
            return (string?)status["message"] is { } text && text.StartsWith("<10% free space on pgdata volume", StringComparison.Ordinal)
                && !string.Equals(await cluster.FindPrimaryAsync(), primary, StringComparison.Ordinal)
                ? null
                : $"it is {status["current"]}: {status["message"]}";
        });
        await writer.FlowingAsync(Limit);

        await InContainerAsync(primary, "rm", Filler);
        await writer.FlowingAsync(Limit);
        await cluster.ConvergedAsync(3, Limit);
        await cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
        await cluster.SettledAsync(Limit);
        (await _howdah.RunAsync("down")).Expect();
    }

    // A new segment of the write-ahead log needs room; a primary that is down already is none.
    private static async Task WriteLogAsync(PostgresCluster cluster, string unit)
    {
        try
        {
            await cluster.AskAsync((await cluster.UnitsAsync())[unit], "select pg_logical_emit_message(true, 'x', 'x'), pg_switch_wal()::text");
        }
        catch (Npgsql.NpgsqlException)
        {
            // It is what is waited for.
        }
    }

    private async Task InContainerAsync(string unit, params string[] command) =>
        await _howdah.RunAsync(["ssh", "--container", "postgresql", unit, .. command]);
}
