using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>Shows a status again after every change. The engine pushes changes; nothing is asked for again.</summary>
internal static class StatusWatcher
{
    /// <summary>Runs until it is interrupted.</summary>
    /// <param name="call">Where to print, whom to ask.</param>
    /// <param name="interval">How old a picture on a terminal may get before its clock is brought up to date.</param>
    /// <param name="render">Makes text of a status.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public static async Task RunAsync(Call call, TimeSpan interval, Func<FullStatus, string> render, CancellationToken cancellationToken)
    {
        var changes = call.Model.WatchStatusAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (changes.ConfigureAwait(false))
        {
            var next = changes.MoveNextAsync().AsTask();
            FullStatus? shown = null;
            while (true)
            {
                if (await Task.WhenAny(next, DelayAsync(call, interval, cancellationToken)).ConfigureAwait(false) == next)
                {
                    if (!await next.ConfigureAwait(false))
                    {
                        return;
                    }

                    shown = changes.Current;
                    next = changes.MoveNextAsync().AsTask();
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (shown is not null)
                {
                    Show(call.Out, render(shown with { Controller = new ControllerStatus(Now()) }));
                }
            }
        }
    }

    /// <summary>The time of day as a status has it.</summary>
    public static string Now() => DateTimeOffset.Now.ToString("HH:mm:sszzz", CultureInfo.InvariantCulture);

    // Where nobody watches a clock only changes are printed.
    private static Task DelayAsync(Call call, TimeSpan interval, CancellationToken cancellationToken) =>
        Task.Delay(call.Out.IsTerminal ? interval : Timeout.InfiniteTimeSpan, cancellationToken);

    private static void Show(Screen screen, string text)
    {
        if (!screen.IsTerminal)
        {
            screen.Write(text + "\n");
            return;
        }

        // Home, then each line with the rest of the old one cleared: no flicker, as a full clear would give.
        var lines = text.TrimEnd('\n').Split('\n').Take(Math.Max(1, screen.Height - 1));
        screen.Write("\e[H" + string.Concat(lines.Select(line => line + "\e[K\n")) + "\e[J");
    }
}
