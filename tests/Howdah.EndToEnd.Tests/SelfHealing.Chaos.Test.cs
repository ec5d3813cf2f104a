using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>A member that fell out and that Patroni leaves as it is comes back without a person, and nothing acknowledged is lost.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SelfHealingChaosTest(ClusterFixture fixture)
{
    private const string Data = "/var/lib/postgresql/data/pgdata";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task A_replica_whose_data_directory_was_deleted_is_copied_anew()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var replica = await ReplicaAsync();

        await InContainerAsync(replica, "bash", "-c", $"id=$(head -1 {Data}/postmaster.pid); rm -rf {Data}/*; kill -9 $id");

        await HealedAsync(writer);
    }

    [Fact]
    public async Task A_replica_whose_replication_slot_was_dropped_goes_on()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var (primary, slot) = (await AddressOfAsync(await Cluster.PrimaryAsync()), SlotOf(await ReplicaAsync()));

        // Its receiver may be back before the slot is dropped.
        await Deadline.WaitAsync($"slot {slot} is dropped", Limit, async () =>
        {
            try
            {
                await Cluster.AskAsync(
                    primary,
                    $"""
                    select pg_terminate_backend(active_pid, 1000) from pg_replication_slots where slot_name = '{slot}' and active;
                    select pg_drop_replication_slot('{slot}');
                    """);
                return null;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState is Npgsql.PostgresErrorCodes.ObjectInUse)
            {
                return e.MessageText;
            }
        });

        await Deadline.WaitAsync($"{slot} is there again and in use", Limit, async () =>
            (await Cluster.AskAsync(primary, $"select active from pg_replication_slots where slot_name = '{slot}'")) is ["True"] ? null : "it is not");
        await HealedAsync(writer);
    }

    [Fact]
    public async Task A_replica_that_was_away_for_too_long_is_copied_anew()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var (primary, replica) = (await AddressOfAsync(await Cluster.PrimaryAsync()), await ReplicaAsync());
        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "durability_wal_keep_size=16")).Expect();
        await Deadline.WaitAsync("little of the log is kept", Limit, async () =>
            (await Cluster.AskAsync(primary, "show wal_keep_size"))[0] is "16MB" ? null : "it is more");
        try
        {
            await InContainerAsync(replica, "/charm/bin/pebble", "stop", "postgresql");
            var next = (await Cluster.AskAsync(primary, "select pg_walfile_name(pg_current_wal_lsn())"))[0];
            await Deadline.WaitAsync($"{next} is gone", Limit, async () =>
            {
                await Cluster.AskAsync(
                    primary, $"select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '{SlotOf(replica)}' and not active");
                await Cluster.AskAsync(primary, "select pg_logical_emit_message(true, 'x', 'x')::text || pg_switch_wal()::text");
                await Cluster.AskAsync(primary, "checkpoint");
                var oldest = (await Cluster.AskAsync(primary, "select min(name) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"))[0];
                return string.CompareOrdinal(oldest, next) > 0 ? null : $"the log begins with {oldest}";
            });

            await InContainerAsync(replica, "/charm/bin/pebble", "start", "postgresql");
            await HealedAsync(writer);
        }
        finally
        {
            (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "--reset", "durability_wal_keep_size")).Expect();
        }
    }

    private async Task HealedAsync(AcknowledgedWriter writer)
    {
        await writer.FlowingAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
        await Cluster.SettledAsync(Limit);
    }

    // Neither the primary nor the standby that confirms its writes.
    private async Task<string> ReplicaAsync() =>
        (await Cluster.UnitsAsync()).Keys.Except([await Cluster.PrimaryAsync(), await Cluster.SynchronousStandbyAsync()], StringComparer.Ordinal).First();

    private static string SlotOf(string unit) => unit.Replace('/', '_').Replace('-', '_');

    private async Task<string> AddressOfAsync(string unit) => (await Cluster.UnitsAsync())[unit];

    private async Task InContainerAsync(string unit, params string[] command) =>
        await Cluster.Howdah.RunAsync(["ssh", "--container", "postgresql", unit, .. command]);
}
