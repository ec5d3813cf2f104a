using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Howdah.Server.Client;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>The changes of a model as the engine pushes them, and between them a beat for whoever shows a clock.</summary>
internal static class StatusPulse
{
    /// <summary>Every pushed status, and null whenever <paramref name="beat"/> went by without one; ends when the engine ends the stream.</summary>
    public static async IAsyncEnumerable<FullStatus?> ReadAsync(
        ModelClient model, TimeSpan beat, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pushed = Channel.CreateUnbounded<FullStatus>(new UnboundedChannelOptions { SingleReader = true });
        var pump = PumpAsync(model, pushed.Writer, end.Token);
        try
        {
            var next = pushed.Reader.WaitToReadAsync(end.Token).AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(beat, time, end.Token)).ConfigureAwait(false) != next)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return null;
                    continue;
                }

                if (!await next.ConfigureAwait(false))
                {
                    yield break;
                }

                while (pushed.Reader.TryRead(out var status))
                {
                    yield return status;
                }

                next = pushed.Reader.WaitToReadAsync(end.Token).AsTask();
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task PumpAsync(ModelClient model, ChannelWriter<FullStatus> pushed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var status in model.WatchStatusAsync(cancellationToken).ConfigureAwait(false))
            {
                pushed.TryWrite(status);
            }

            pushed.Complete();
        }
        catch (Exception error)
        {
            pushed.Complete(error);
        }
    }
}
