using Howdah.Testbed;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>Faults on the primary of a real cluster: nothing acknowledged is lost, and all members come back by themselves.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FailoverChaosTest(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ConvergeLimit = TimeSpan.FromSeconds(60);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public Task Patroni_and_all_of_PostgreSQL_are_killed() => AfterAsync(PrimaryFault.KillPatroniAndPostgres);

    [Fact]
    public Task Every_process_of_the_container_is_killed() => AfterAsync(PrimaryFault.KillContainer);

    [Fact]
    public Task Every_process_of_the_unit_is_killed() => AfterAsync(PrimaryFault.KillUnit);

    [Fact]
    public Task The_postmaster_alone_is_killed() => AfterAsync(PrimaryFault.KillPostmaster);

    [Fact]
    public Task Patroni_and_PostgreSQL_are_stopped_for_good() => AfterAsync(PrimaryFault.StopPatroniAndPostgres);

    [Fact]
    public Task A_unit_that_slept_past_its_lease_does_not_write_again_before_it_follows() => AfterAsync(PrimaryFault.SleepPastLease);

    private async Task AfterAsync(Func<PostgresCluster, string, Task> fault)
    {
        await Cluster.ConvergedAsync(3, ConvergeLimit);
        await using var writer = await Cluster.StartWriterAsync();
        await writer.FlowingAsync(WriteLimit);
        writer.ResetGap();

        await fault(Cluster, await Cluster.PrimaryAsync());

        await writer.FlowingAsync(WriteLimit);
        output.WriteLine($"longest time without a commit: {writer.LongestGap.TotalSeconds:0.00} s");
        await HoldsAllAsync(writer);
    }

    private async Task HoldsAllAsync(AcknowledgedWriter writer)
    {
        await Cluster.ConvergedAsync(3, ConvergeLimit);
        await Cluster.HoldsAllAsync(await writer.StopAsync(), ConvergeLimit);
        await Cluster.SettledAsync(ConvergeLimit);
    }
}
