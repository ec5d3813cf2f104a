using System.Collections.Concurrent;
using System.Globalization;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

/// <summary>
/// Kills the daemon, and nothing else, at random moments while it works, and starts it again. PEBBLE_KILL_ROUNDS says how
/// often, PEBBLE_KILL_SEED repeats a run's choices.
/// </summary>
public sealed class KillChaosTest
{
    private static readonly string _layer = "services:\n"
        + Service("steady", "startup: enabled, after: [slow], requires: [slow]", "sleep 1000")
        + Service("slow", "startup: enabled", "trap \"sleep 0.3; exit\" TERM; sleep 1000 & wait")
        + Service("deaf", "kill-delay: 300ms", "trap \"\" TERM; sleep 1000")
        + Service("brief", "startup: enabled, backoff-delay: 20ms, backoff-factor: 1", "sleep 0.3; exit 1");

    private static readonly string[] _services = ["steady", "slow", "deaf", "brief"], _actions = ["start", "stop", "restart"];

    private readonly ConcurrentDictionary<string, Change> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _begun = new(StringComparer.Ordinal);

    [Fact]
    public async Task However_often_it_is_killed_no_service_runs_twice_and_what_was_done_stays_done()
    {
        var rounds = Setting("PEBBLE_KILL_ROUNDS", 5);
        var seed = Setting("PEBBLE_KILL_SEED", Environment.TickCount);
        var random = new Random(seed);
        await using var daemon = await TestDaemon.StartAsync("", _layer);
        for (var round = 0; round < rounds; round++)
        {
            await KillAfterAsync(daemon, TimeSpan.FromMilliseconds(random.Next(1500)), random);
            await daemon.LaunchAsync("");
            Assert.False(File.Exists(Path.Combine(daemon.Folder, "twice")), $"seed {seed}, round {round}: a service ran twice: {daemon.Log}");
            await RememberedAsync(daemon, $"seed {seed}, round {round}");
        }
        await SettledAsync(daemon);
        await daemon.Client.StopAsync(_services);
        Assert.False(File.Exists(Path.Combine(daemon.Folder, "twice")), $"seed {seed}: a service ran twice: {daemon.Log}");
    }

    // Each service holds a lock for as long as any of its processes lives, and one that finds the lock taken tells.
    private static string Service(string name, string settings, string script) => $"""
          {name}:
            override: replace
            {settings.Replace(", ", "\n    ", StringComparison.Ordinal)}
            command: |
              sh -c 'exec 9>>"$PEBBLE/$0.lock"; flock -n 9 || {"{"} echo $0 >>"$PEBBLE/twice"; exit 1; {"}"}; {script}' {name}

        """;

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private async Task KillAfterAsync(TestDaemon daemon, TimeSpan delay, Random random)
    {
        using var over = new CancellationTokenSource(delay);
        var plan = Enumerable.Range(0, 200).Select(_ => (Action: _actions[random.Next(3)], Service: _services[random.Next(4)], Pause: random.Next(200))).ToList();
        var working = Task.WhenAll(ActAsync(daemon, plan, over.Token), ObserveAsync(daemon, over.Token));
        await Task.Delay(delay);
        daemon.Process.Kill();
        await daemon.Process.WaitForExitAsync();
        await over.CancelAsync();
        await working;
    }

    private async Task ActAsync(TestDaemon daemon, IEnumerable<(string Action, string Service, int Pause)> plan, CancellationToken over)
    {
        try
        {
            foreach (var (action, service, pause) in plan)
            {
                _begun[await daemon.Client.BeginServicesAsync(action, [service], over)] = true;
                await Task.Delay(pause, over);
            }
        }
        catch (Exception killed) when (killed is PebbleException or OperationCanceledException)
        {
            // The daemon is gone, which is the point.
        }
    }

    private async Task ObserveAsync(TestDaemon daemon, CancellationToken over)
    {
        try
        {
            while (true)
            {
                foreach (var change in await daemon.Client.GetChangesAsync(ChangeSelection.Ready, cancellationToken: over)) _ended.TryAdd(change.Id, change);
            }
        }
        catch (Exception killed) when (killed is PebbleException or OperationCanceledException)
        {
            // The daemon is gone, which is the point.
        }
    }

    private async Task RememberedAsync(TestDaemon daemon, string when)
    {
        var changes = (await daemon.Client.GetChangesAsync(ChangeSelection.All)).ToDictionary(c => c.Id, StringComparer.Ordinal);
        Assert.True(_begun.Keys.All(changes.ContainsKey), $"{when}: a change that was answered is not there any more");
        foreach (var (id, ended) in _ended)
        {
            Assert.Equal((when, id, ended.Kind, ended.Status, ended.Err), (when, id, changes[id].Kind, changes[id].Status, changes[id].Err));
        }
    }

    private async Task SettledAsync(TestDaemon daemon)
    {
        await TestDaemon.UntilAsync("all changes have ended", async () => (await daemon.Client.GetChangesAsync()).Count == 0, () => daemon.Log);
        Assert.All(await daemon.Client.GetChangesAsync(ChangeSelection.All), c => Assert.Contains(c.Status, (string[])["Done", "Error", "Hold"], StringComparer.Ordinal));
        await daemon.Client.StartAsync(["steady", "deaf"]);
        foreach (var service in (string[])["steady", "slow", "deaf"]) Assert.Equal("active", await daemon.StatusAsync(service));
    }
}
