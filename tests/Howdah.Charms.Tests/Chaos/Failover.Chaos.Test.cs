using Howdah.Charms.PostgresqlK8s.Guard;
using Xunit.Abstractions;

namespace Howdah.Charms.Tests.Chaos;

/// <summary>
/// Faults on a real cluster under the guard: real etcd, Patroni and PostgreSQL. The limits are twice the bars of the product, as a loaded
/// machine runs these tests too; the benchmark measures.
/// </summary>
public sealed class FailoverChaosTest(ITestOutputHelper output)
{
    [Fact]
    public async Task No_acknowledged_write_is_lost_and_writes_go_on_whatever_dies()
    {
        await using var cluster = await GuardedCluster.StartAsync();
        await using var writes = await ContinuousWrites.StartAsync(cluster);

        await FaultAsync(cluster, writes, "kill -9 of Patroni and PostgreSQL", 4, leader => Signal(leader.Processes(), Libc.SigKill));
        await FaultAsync(cluster, writes, "kill -9 of the postmaster", 4, leader => _ = Libc.Kill(leader.PostmasterId(), Libc.SigKill));
        await FaultAsync(cluster, writes, "kill -9 of Patroni", 4, leader => Signal([Patroni(leader)], Libc.SigKill));
        await FaultAsync(cluster, writes, "SIGTERM of the guard", 6, leader => _ = Libc.Kill(leader.Guard!.Id, Libc.SigTerm));
        await FaultAsync(cluster, writes, "SIGSTOP, then the SIGTERM of a failed check", 4, leader =>
        {
            Signal(leader.Processes(), 19);
            _ = Libc.Kill(leader.Guard!.Id, Libc.SigTerm);
        });
        await FaultAsync(cluster, writes, "kill -9 of the guard and all below it", 4, leader =>
            Signal([new(leader.Guard!.Id, 0, 'S'), .. leader.Processes()], Libc.SigKill));

        output.WriteLine($"{await writes.StopAndCountAsync()} acknowledged writes, none lost");
    }

    [Fact]
    public async Task A_postgresql_whose_guard_died_is_adopted_and_then_guarded_again()
    {
        await using var cluster = await GuardedCluster.StartAsync();
        await using var writes = await ContinuousWrites.StartAsync(cluster);
        var leader = (await cluster.LeaderAsync())!;
        var postmaster = leader.PostmasterId();
        var guard = leader.Guard!;

        guard.Kill();
        await GuardedCluster.UntilAsync("Patroni of a new guard", () =>
            Task.FromResult(leader.Guard is { HasExited: false } now && now.Id != guard.Id && leader.Processes().Exists(p => p.Parent == now.Id)));
        await Task.Delay(TimeSpan.FromSeconds(2)); // Long enough for the new Patroni to have looked at PostgreSQL.

        Assert.Equal(postmaster, leader.PostmasterId());
        await FaultAsync(cluster, writes, "kill -9 of an adopted postmaster", 4, m => _ = Libc.Kill(m.PostmasterId(), Libc.SigKill));
        await writes.StopAndCountAsync();
    }

    private async Task FaultAsync(GuardedCluster cluster, ContinuousWrites writes, string fault, int limit, Action<GuardedMember> hurt)
    {
        await cluster.WholeAsync();
        var leader = (await cluster.LeaderAsync())!;
        writes.Mark();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        hurt(leader);
        await GuardedCluster.UntilAsync($"other leader after {fault}", async () => await cluster.LeaderAsync() is { } now && now != leader);
        await cluster.WholeAsync();
        output.WriteLine($"{fault}: {writes.LongestGap.TotalSeconds:0.00} s without a commit, whole after {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(writes.LongestGap, TimeSpan.Zero, TimeSpan.FromSeconds(limit));
    }

    private static ProcessEntry Patroni(GuardedMember member) => member.Processes().Single(p => p.Parent == member.Guard!.Id
        && ProcessTable.Runs(p, ["patroni", Path.Combine(Path.GetDirectoryName(member.DataDirectory)!, "patroni.yml")]));

    private static void Signal(IEnumerable<ProcessEntry> processes, int signal)
    {
        foreach (var process in processes)
        {
            _ = Libc.Kill(process.Id, signal);
        }
    }
}
