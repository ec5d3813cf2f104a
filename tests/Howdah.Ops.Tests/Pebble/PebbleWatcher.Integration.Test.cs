using System.Threading.Channels;
using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

public sealed class PebbleWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<PebbleEvent> events = Channel.CreateUnbounded<PebbleEvent>();
    private RealPebble pebble = null!;
    private PebbleClient client = null!;
    private Task watching = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        pebble = await RealPebble.StartAsync(RealPebbleFixture.Binary);
        client = new PebbleClient(pebble.SocketPath);
        watching = WatchAsync();
        await NextAsync<PebbleEvent.Ready>();
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        client.Dispose();
        stop.Dispose();
        await pebble.DisposeAsync();
    }

    [Fact]
    [Trait("Acceptance", "67")]
    public async Task A_custom_notice_is_told_at_once()
    {
        var id = await pebble.Client.NotifyAsync("example.com/told");

        Assert.Equal(new PebbleEvent.CustomNotice(id, "custom", "example.com/told"), await NextAsync<PebbleEvent>());
    }

    [Fact]
    [Trait("Acceptance", "67")]
    public async Task A_notice_is_told_again_when_it_repeats_and_not_else()
    {
        var id = await pebble.Client.NotifyAsync("example.com/one");
        Assert.Equal(new PebbleEvent.CustomNotice(id, "custom", "example.com/one"), await NextAsync<PebbleEvent>());
        await pebble.Client.NotifyAsync("example.com/one");
        Assert.Equal(new PebbleEvent.CustomNotice(id, "custom", "example.com/one"), await NextAsync<PebbleEvent>());
        var other = await pebble.Client.NotifyAsync("example.com/two");
        Assert.Equal(new PebbleEvent.CustomNotice(other, "custom", "example.com/two"), await NextAsync<PebbleEvent>());
    }

    [Fact]
    [Trait("Acceptance", "68")]
    public async Task A_check_that_fails_and_recovers_is_told_once_each()
    {
        var flag = Path.Combine(pebble.Folder, "healthy");
        var layer = new Layer
        {
            Checks = new Dictionary<string, Check>
            {
                ["flag"] = new() { Period = TimeSpan.FromMilliseconds(50), Threshold = 2,
                    Exec = new ExecCheck($"test -e {flag}") },
            },
        };
        await pebble.Client.AddLayerAsync("checks", layer.ToYaml());

        Assert.Equal(new PebbleEvent.CheckFailed("flag"), await NextAsync<PebbleEvent>());
        await File.WriteAllTextAsync(flag, "");
        Assert.Equal(new PebbleEvent.CheckRecovered("flag"), await NextAsync<PebbleEvent>());
    }

    [Fact]
    public async Task A_daemon_that_dies_is_gone_and_ready_again_once_it_is_back()
    {
        await pebble.KillAsync();
        await NextAsync<PebbleEvent.Gone>();

        await pebble.RestartAsync();
        var ready = await NextAsync<PebbleEvent.Ready>();

        Assert.Equal((await pebble.Client.GetSystemInfoAsync()).BootId, ready.BootId);
        var id = await pebble.Client.NotifyAsync("example.com/after");
        Assert.Equal(new PebbleEvent.CustomNotice(id, "custom", "example.com/after"), await NextAsync<PebbleEvent>());
    }

    private async Task<T> NextAsync<T>()
        where T : PebbleEvent =>
        Assert.IsType<T>(await events.Reader.ReadAsync().AsTask().WaitAsync(Limit), exactMatch: false);

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var one in new PebbleWatcher(client).WatchAsync(stop.Token))
            {
                events.Writer.TryWrite(one);
            }
        }
        catch (OperationCanceledException)
        {
            events.Writer.Complete();
        }
    }
}
