using System.Runtime.CompilerServices;

namespace Howdah.Pebble.Client;

/// <summary>
/// Tells what happens in a container as it happens: it waits for notices with one open request, and connects again as soon as
/// the socket answers. What it has told is kept in memory only, so a new watcher tells it again (at least once, Juju contract
/// 4.8).
/// </summary>
public sealed class PebbleWatcher
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(30);
    private readonly PebbleClient client;
    private readonly TimeProvider time;
    private readonly NoticeReader reader;
    private string? bootId;
    private string? cursor;

    /// <summary>Watches the container of that client.</summary>
    /// <param name="client">Stays the caller's to dispose.</param>
    /// <param name="time">Clock of the retries; null for the system's.</param>
    public PebbleWatcher(PebbleClient client, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        this.client = client;
        this.time = time ?? TimeProvider.System;
        reader = new NoticeReader(client);
    }

    /// <summary>Watches until it is cancelled.</summary>
    public async IAsyncEnumerable<PebbleEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var delay = FirstDelay;
        while (true)
        {
            var events = await NextAsync(cancellationToken);
            if (events is not null)
            {
                delay = FirstDelay;
                foreach (var one in events)
                {
                    yield return one;
                }

                continue;
            }

            if (bootId is not null)
            {
                bootId = null;
                yield return new PebbleEvent.Gone();
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    /// <summary>What happened since the last call, waiting for something; null when nobody answers.</summary>
    private async Task<IReadOnlyList<PebbleEvent>?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (bootId is null)
            {
                return [new PebbleEvent.Ready(bootId = (await client.GetSystemInfoAsync(cancellationToken)).BootId)];
            }

            var (events, next) = await reader.ReadAsync(cursor, LongPoll, cancellationToken);
            cursor = next;
            return events;
        }
        catch (PebbleException) when (!cancellationToken.IsCancellationRequested)
        {
            return await HasRestartedAsync(cancellationToken);
        }
    }

    /// <summary>A broken request with a daemon that answers at once: either it hiccuped or it is a new one already.</summary>
    private async Task<IReadOnlyList<PebbleEvent>?> HasRestartedAsync(CancellationToken cancellationToken)
    {
        if (bootId is null)
        {
            return null;
        }

        try
        {
            var now = (await client.GetSystemInfoAsync(cancellationToken)).BootId;
            if (string.Equals(now, bootId, StringComparison.Ordinal))
            {
                // The same daemon refuses what it is asked: do not ask it in a tight loop.
                await Task.Delay(LongestDelay, time, cancellationToken);
                return [];
            }

            return [new PebbleEvent.Gone(), new PebbleEvent.Ready(bootId = now)];
        }
        catch (PebbleException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
