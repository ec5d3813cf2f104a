using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>A member that fell out comes back without a person, and nothing acknowledged is lost.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SelfHealingChaosTest(ClusterFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task A_replica_whose_data_directory_was_deleted_is_copied_anew()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var replica = await ReplicaAsync();

        await InContainerAsync(replica, "rm", "-rf", "/var/lib/postgresql/data/pgdata");
        await InContainerAsync(replica, "pkill", "-9", "-f", "postgres -D /var/lib/postgresql/data/pgdata");

        await HealedAsync(writer);
    }

    [Fact]
    public async Task A_replica_whose_replication_slot_was_dropped_goes_on()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var (primary, replica) = (await AddressOfAsync(await Cluster.PrimaryAsync()), await ReplicaAsync());

        var slot = replica.Replace('/', '_').Replace('-', '_');
        await Deadline.WaitAsync($"slot {slot} is dropped", Limit, async () =>
        {
            try
            {
                await Cluster.AskAsync(primary, $"select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '{slot}'");
                await Cluster.AskAsync(primary, $"select pg_drop_replication_slot('{slot}')");
                return null;
            }
            catch (Npgsql.PostgresException e)
            {
                return e.MessageText;
            }
        });

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
            await Deadline.WaitAsync("the slot is gone", Limit, async () =>
            {
                var slot = replica.Replace('/', '_').Replace('-', '_');
                await Cluster.AskAsync(primary, $"select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '{slot}' and not active");
                for (var segment = 0; segment < 4; segment++)
                {
                    await Cluster.AskAsync(primary, "select pg_logical_emit_message(true, 'x', repeat('x', 1000)), pg_switch_wal()::text");
                }

                await Cluster.AskAsync(primary, "checkpoint");
                return (await Cluster.AskAsync(primary, "select count(*) < 6 from pg_ls_waldir() where name ~ '^[0-9A-F]+$'"))[0] is "True" ? null : "the log is long";
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

    private async Task<string> AddressOfAsync(string unit) => (await Cluster.UnitsAsync())[unit];

    private async Task InContainerAsync(string unit, params string[] command) =>
        await Cluster.Howdah.RunAsync(["ssh", "--container", "postgresql", unit, .. command]);
}
