using System.Runtime.InteropServices;
using System.Threading.Channels;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>
/// A process beside PgBouncer that leads its pools to the primary, whichever member that is, and holds them still while the cluster hands
/// over. It needs neither the charm nor the engine. When it dies, the next one first lets the pools go.
/// </summary>
internal sealed class Follower : IAsyncDisposable
{
    /// <summary>The first argument of the executable that starts it; its configuration file follows.</summary>
    internal const string EntryPoint = "pool-follower";

    /// <summary>How often it touches its file while it lives; when it does not, somebody else has to let the pools go.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestLoss = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLogin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Beginning = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LoginLook = TimeSpan.FromMilliseconds(2);

    private readonly Channel<FollowerEvent> events = Channel.CreateUnbounded<FollowerEvent>();
    private readonly Dictionary<string, MemberWord> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LeaveOrder> left = new(StringComparer.Ordinal);
    private readonly string path;
    private readonly TimeProvider time;
    private readonly Pace pace;
    private FollowerSettings settings;
    private readonly List<WatchRun> watches = [];
    private CancellationTokenSource pausing = new();
    private Task draining = Task.CompletedTask;
    private int lastTimeline;
    private long losses;
    private long lastRead;
    private FollowFacts facts = new(null, [], null, null, PoolState.Draining);

    internal Follower(string path, TimeProvider time)
    {
        (this.path, this.time, pace) = (path, time, new(time));
        settings = FollowerSettings.Load(path);
    }

    private IEnumerable<string> Watched => watches.AsEnumerable().Reverse().DistinctBy(w => w.Host).Select(w => w.Member);

    private AdminConsole Console => new(settings.Console);

    /// <summary>Runs <c>pool-follower FILE</c> until SIGTERM or SIGINT; SIGHUP has it read its file anew.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path])
        {
            await System.Console.Error.WriteLineAsync($"usage: {EntryPoint} FILE");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        await using var follower = new Follower(path, TimeProvider.System);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            follower.events.Writer.TryWrite(new SettingsChanged());
        });
        await follower.RunAsync(stop.Token);
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Follows until it is cancelled, and leaves the pools working.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        Watch();
        await using var heart = time.CreateTimer(_ => events.Writer.TryWrite(new HeartbeatDue()), null, TimeSpan.Zero, Heartbeat);
        try
        {
            // The pools count as held at first: whoever was here before may have died over it.
            await SettleAsync(cancellation);
            await foreach (var happened in events.Reader.ReadAllAsync(cancellation))
            {
                Note(happened);
                await SettleAsync(cancellation);
                if (happened is SettingsChanged && facts.Primary is null)
                {
                    // Led nowhere, but what else PgBouncer's files say counts.
                    await ReadFilesAsync(cancellation);
                }

                if (happened is LeaveOrdered { Order: var order, From: var from })
                {
                    _ = LeaveAsync(order, from, cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (facts.Pools is not PoolState.Running)
            {
                await ResumeAsync(CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in watches)
        {
            await watch.End.CancelAsync();
            await watch.Run.ContinueWith(_ => { }, TaskScheduler.Default);
            watch.End.Dispose();
        }

        pausing.Dispose();
    }

    // A watch that goes on keeps its session, and with it the certainty that no order is missed: one whose member is to be watched otherwise
    // until the next one has heard of it, and one of a member that leaves the cluster while it is the primary until that has handed over.
    private void Watch()
    {
        var hosts = settings.Members.Select(m => HostAndPort.Of(m).Host).ToHashSet(StringComparer.Ordinal);
        var keys = settings.Members.Select(settings.KeyOf).ToHashSet(StringComparer.Ordinal);
        var replaced = watches.Where(w => w.HasHeard && keys.Contains(w.Key)).Select(w => w.Host).ToHashSet(StringComparer.Ordinal);
        foreach (var over in watches.Where(IsOver).ToList())
        {
            watches.Remove(over);
            over.End.Cancel();
            if (!hosts.Contains(over.Host))
            {
                words.Remove(over.Host);
            }
        }

        foreach (var member in settings.Members.Where(m => watches.All(w => w.Key != settings.KeyOf(m))))
        {
            var end = new CancellationTokenSource();
            var watch = new MemberWatch(HostAndPort.Of(member).Host, settings.SourceFor(member), pace, events.Writer);
            var run = watch.RunAsync(end.Token);

            // What a watch cannot live with the follower does not outlive: the next one begins anew.
            _ = run.ContinueWith(
                failed => events.Writer.TryComplete(failed.Exception),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            watches.Add(new(settings.KeyOf(member), member, watch, end, run));
        }

        bool IsOver(WatchRun w) =>
            hosts.Contains(w.Host) ? !keys.Contains(w.Key) && replaced.Contains(w.Host) : w.Host != facts.Primary?.Host;
    }

    private void Note(FollowerEvent happened)
    {
        switch (happened)
        {
            case MemberSpoke spoke when watches.Find(w => w.Watch == spoke.Watch) is { } speaker:
                speaker.HasHeard = true;
                words[speaker.Host] = spoke.Word;
                if (spoke.Word.IsReplica)
                {
                    // It was something else before, so it has started anew.
                    left.Remove(speaker.Host);
                }

                break;
            case LeaveOrdered { Order: var leave }:
                left[leave.Host] = leave;
                _ = LaterAsync(leave.Limit, new LeaveEnded(leave));
                break;
            case LeaveEnded ended when left.GetValueOrDefault(ended.Order.Host) == ended.Order:
                left.Remove(ended.Order.Host);
                break;
            case PauseOrdered ordered when facts.Order is null:
                var (order, limit) = (ordered.Order, TimeSpan.FromSeconds(settings.LongestPauseSeconds));
                Stand(new(order.Generation, ordered.From, IsOver: false), order.Limit < limit ? order.Limit : limit);
                break;
            case OrderEnded ended when facts.Order?.Generation == ended.Generation:
                facts = facts with { Order = facts.Order with { IsOver = true } };
                break;
            case PoolsDrained drained when facts.Pools == PoolState.Draining && facts.Order?.Generation == drained.Generation:
                facts = facts with { Pools = PoolState.Paused };
                break;
            case SettingsChanged:
                settings = FollowerSettings.Load(path);
                lastTimeline = 0;
                facts = facts with { Targets = null };
                Watch();
                break;
            case HeartbeatDue:
                File.WriteAllBytes(settings.Heartbeat, []);
                return;
        }

        var primary = FollowDecision.FindPrimary(words.Values.Select(w => w.Primary).OfType<PrimaryRun>(), lastTimeline);
        if (primary is null && facts is { Primary: { } lost, Order: null })
        {
            // PgBouncer refuses new clients while it cannot log in, though the next primary is but a moment away.
            Stand(new(--losses, lost, IsOver: false), LongestLoss);
        }

        facts = facts with
        {
            Primary = primary,
            Replicas = [.. words.Where(w => w.Value.IsReplica && !left.ContainsKey(w.Key)).Select(w => w.Key).Order(StringComparer.Ordinal)],
        };
        lastTimeline = Math.Max(lastTimeline, facts.Primary?.Timeline ?? 0);
        pace.IsInHaste = facts.Primary is null || facts.Order is not null;
        if (watches.Count > settings.Members.Count)
        {
            Watch();
        }
    }

    private void Stand(StandingOrder order, TimeSpan limit)
    {
        facts = facts with { Order = order };
        _ = LaterAsync(limit, new OrderEnded(order.Generation));
    }

    private async Task LaterAsync(TimeSpan delay, FollowerEvent happening)
    {
        await Task.Delay(delay, time);
        events.Writer.TryWrite(happening);
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        while (FollowDecision.Next(facts) is var step and not FollowStep.None)
        {
            switch (step)
            {
                case FollowStep.Lead:
                    await LeadAsync(new(facts.Primary!.Host, facts.Replicas), cancellation);
                    break;
                case FollowStep.Pause:
                    facts = facts with { Pools = PoolState.Draining };
                    pausing.Dispose();
                    pausing = new();
                    draining = DrainAsync(facts.Order!, pausing.Token);
                    break;
                case FollowStep.Confirm:
                    Confirm(facts.Order!.Generation, facts.Order.From);
                    facts = facts with { Pools = PoolState.Confirmed };
                    break;
                case FollowStep.Resume:
                    await ResumeAsync(cancellation);
                    facts = facts with { Pools = PoolState.Running, Order = null };
                    break;
                case FollowStep.Forget:
                    facts = facts with { Order = null };
                    break;
            }
        }

        pace.IsInHaste = facts.Primary is null || facts.Order is not null;
    }

    private async Task LeadAsync(PoolTargets targets, CancellationToken cancellation)
    {
        var text = DatabasesFile.Render(settings.Pooled, targets, Watched, settings.Username, settings.Reader);
        await DatabasesFile.WriteAsync(settings.DatabasesFile, text, cancellation);
        if (facts.Pools == PoolState.Running)
        {
            await EndLoginsAsync(cancellation);
        }

        await ReadFilesAsync(cancellation);
        facts = facts with { Targets = targets };
        await System.Console.Error.WriteLineAsync($"{EntryPoint}: writes go to {targets.Primary}, reads to {targets.ReaderOf(settings.Reader)}");
    }

    private async Task DrainAsync(StandingOrder order, CancellationToken cancellation)
    {
        if (!order.IsLoss)
        {
            await EndLoginsAsync(cancellation);
        }

        if (await TryAsync("PAUSE", cancellation))
        {
            events.Writer.TryWrite(new PoolsDrained(order.Generation));
        }

        if (!order.IsLoss)
        {
            await ReadFilesAsync(CancellationToken.None);
        }
    }

    // PgBouncer (1.18) breaks off the logins that are under way when it pauses, or reads that it is to log in otherwise. It counts them as
    // failures, and the next clients pay for them. So before either they come to their end, and no other begins. Reading its files gives
    // the pools their size back.
    private async Task EndLoginsAsync(CancellationToken cancellation)
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestLogin, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            await Console.RunAsync("SET default_pool_size = 0", either.Token);
            while (await LogsInAsync(either.Token))
            {
                await Task.Delay(LoginLook, time, either.Token);
            }
        }
        catch (Exception error) when (error is IOException or AdminConsoleException or OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync($"{EntryPoint}: logins under way: {error.Message}");
        }
    }

    // Reading its files, PgBouncer has each pool begin anew: connections are closed when their transactions end, and whatever the pool's size
    // the first client that asks has it log in. Only then does the size count, so a pool with clients has a moment to begin.
    private async Task<bool> LogsInAsync(CancellationToken cancellation)
    {
        var isNew = time.GetElapsedTime(lastRead) < Beginning;
        var servers = (await Console.ShowAsync("SHOW SERVERS", cancellation)).ToLookup(s => s["close_needed"] != "0");
        var begun = servers[false].Where(s => s["state"] is "active" or "idle" or "used").Select(s => (s["database"], s["user"])).ToHashSet();
        return servers[true].Any(s => s["state"] is "active") || (await Console.ShowAsync("SHOW POOLS", cancellation)).Any(LogsIn);

        bool LogsIn(IReadOnlyDictionary<string, string> pool) => pool["database"] != AdminConsole.Database
            && (pool["sv_login"] != "0"
                || ((pool["cl_waiting"] != "0" || (isNew && pool["cl_active"] != "0")) && !begun.Contains((pool["database"], pool["user"]))));
    }

    private Task<bool> ReadFilesAsync(CancellationToken cancellation)
    {
        lastRead = time.GetTimestamp();
        return TryAsync("RELOAD", cancellation);
    }

    // What runs on the member may end; it reads elsewhere already.
    private async Task LeaveAsync(LeaveOrder order, PrimaryRun from, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(order.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        if (await TryAsync("WAIT_CLOSE", either.Token))
        {
            Confirm(order.Generation, from);
        }
    }

    private void Confirm(long generation, PrimaryRun from) =>
        watches.Find(w => w.Host == from.Host)?.Watch.Confirm(new(generation, settings.Unit));

    // A PAUSE that was still on its way must not come after this.
    private async Task ResumeAsync(CancellationToken cancellation)
    {
        await pausing.CancelAsync();
        await draining;
        await TryAsync("RESUME", cancellation, isSoAlready: "not paused");
    }

    // A PgBouncer that does not run reads the file, and holds nothing back, when it starts.
    private async Task<bool> TryAsync(string command, CancellationToken cancellation, string? isSoAlready = null)
    {
        try
        {
            await Console.RunAsync(command, cancellation);
            return true;
        }
        catch (AdminConsoleException error) when (isSoAlready is not null && error.Message.Contains(isSoAlready, StringComparison.Ordinal))
        {
            return true;
        }
        catch (Exception error) when (error is IOException or AdminConsoleException or OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync($"{EntryPoint}: {command}: {error.Message}");
            return false;
        }
    }

    /// <summary>A watch that runs.</summary>
    /// <param name="Key">What its session depends on.</param>
    /// <param name="Member">The member, <c>address:port</c>.</param>
    /// <param name="Watch">What it is.</param>
    /// <param name="End">Ends it.</param>
    /// <param name="Run">Its run.</param>
    private sealed record WatchRun(string Key, string Member, MemberWatch Watch, CancellationTokenSource End, Task Run)
    {
        internal string Host { get; } = HostAndPort.Of(Member).Host;

        /// <summary>Whether its member has said anything to it.</summary>
        internal bool HasHeard { get; set; }
    }
}
