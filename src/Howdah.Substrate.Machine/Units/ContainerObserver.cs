using System.Threading.Channels;
using Howdah.Engine.Substrates;
using Howdah.Pebble.Client;
using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>
/// Watches one container: what its Pebble tells, and the death of its sandbox, which the kernel tells. Of the charm's own container only
/// its death matters.
/// </summary>
internal static class ContainerObserver
{
    /// <summary>Writes what happens until it is cancelled.</summary>
    public static async Task ObserveAsync(
        string container, SandboxSlot slot, ChannelWriter<ContainerEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(container, slot, events, cancellationToken);
        }
        catch (Exception e)
        {
            // Who reads the events must not wait for those that nobody will write any more.
            events.TryComplete(e);
        }
    }

    private static async Task FollowAsync(
        string container, SandboxSlot slot, ChannelWriter<ContainerEvent> events, CancellationToken cancellationToken)
    {
        if (slot.Current is null)
        {
            // It died before anybody watched: that is told too, or it would never be started again.
            events.TryWrite(new ContainerEvent.Gone(container));
        }

        while (true)
        {
            var sandbox = await slot.WhenThere.WaitAsync(cancellationToken);
            await WatchAsync(container, sandbox, events, cancellationToken);
            events.TryWrite(new ContainerEvent.Gone(container));
        }
    }

    /// <summary>Writes what its Pebble tells until the sandbox is dead.</summary>
    private static async Task WatchAsync(
        string container, Sandbox sandbox, ChannelWriter<ContainerEvent> events, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pebble = container == UnitFiles.Charm ? Task.CompletedTask : ForwardAsync(container, sandbox, events, ended.Token);
        await sandbox.Gone.WaitAsync(cancellationToken);
        await ended.CancelAsync();
        await pebble;
    }

    private static async Task ForwardAsync(
        string container, Sandbox sandbox, ChannelWriter<ContainerEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var one in new PebbleWatcher(sandbox.Pebble).WatchAsync(cancellationToken))
            {
                if (Translate(container, one) is { } translated)
                {
                    events.TryWrite(translated);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or PebbleException && cancellationToken.IsCancellationRequested)
        {
            // The sandbox died, or nobody listens any more; a request that was under way may tell it in either way.
        }
    }

    /// <summary>Null for a Pebble that does not answer: only its death makes a container gone.</summary>
    private static ContainerEvent? Translate(string container, PebbleEvent one) => one switch
    {
        PebbleEvent.Ready ready => new ContainerEvent.Ready(container, ready.BootId),
        PebbleEvent.CustomNotice notice => new ContainerEvent.CustomNotice(container, notice.Id, notice.Type, notice.Key),
        PebbleEvent.CheckFailed failed => new ContainerEvent.CheckFailed(container, failed.Name),
        PebbleEvent.CheckRecovered recovered => new ContainerEvent.CheckRecovered(container, recovered.Name),
        _ => null,
    };
}
