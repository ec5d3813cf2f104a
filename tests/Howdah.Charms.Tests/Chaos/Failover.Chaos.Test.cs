using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Patroni;
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

    [Theory]
    [InlineData(nameof(StoreApi.EtcdV2))]
    [InlineData(nameof(StoreApi.EtcdV3))]
    public async Task A_standby_that_is_ahead_of_the_synchronous_one_takes_over(string api)
    {
        await using var cluster = await GuardedCluster.StartAsync(Enum.Parse<StoreApi>(api));
        await using var writes = await ContinuousWrites.StartAsync(cluster);
        var leader = (await cluster.LeaderAsync())!;
        var synchronous = await cluster.SynchronousAsync();
        var other = cluster.Members.Single(m => m != leader && m != synchronous);

        // More than the connection's buffers hold, so that the synchronous standby stays behind when its receiver goes on.
        var receiver = int.Parse(await synchronous.AskAsync("select pid::text from pg_stat_wal_receiver"), System.Globalization.CultureInfo.InvariantCulture);
        _ = Libc.Kill(receiver, 19);
        await leader.AskAsync("set synchronous_commit = local; create table bulk as select repeat('x', 1000) from generate_series(1, 40000); select 'made'");
        var position = await leader.AskAsync("select pg_current_wal_flush_lsn()::text");
        await GuardedCluster.UntilAsync("all of it on the other standby", async () =>
            await other.AskAsync($"select (pg_last_wal_receive_lsn() >= '{position}')::text") == "true");

        var clock = System.Diagnostics.Stopwatch.StartNew();
        _ = Libc.Kill(leader.PostmasterId(), Libc.SigKill);
        _ = Libc.Kill(receiver, 18);
        await GuardedCluster.UntilAsync("commit", async () => await other.AskAsync("create table after_it (); select 'made'") == "made", 30);
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.00} s until a commit");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        await cluster.WholeAsync();
        Assert.Equal("40000", await synchronous.AskAsync("select count(*)::text from bulk"));
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
