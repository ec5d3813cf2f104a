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
        // Where nobody watches a clock only changes are printed.
        var beat = call.Out.IsTerminal && interval > TimeSpan.Zero ? interval : Timeout.InfiniteTimeSpan;
        FullStatus? shown = null;
        await foreach (var status in StatusPulse.ReadAsync(call.Model, beat, TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            shown = status ?? shown;
            if (shown is not null)
            {
                Show(call.Out, render(shown with { Controller = new ControllerStatus(Now()) }));
            }
        }
    }

    /// <summary>The time of day as a status has it.</summary>
    public static string Now() => DateTimeOffset.Now is var now && now.Offset == TimeSpan.Zero
        ? now.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : now.ToString("HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static void Show(Screen screen, string text)
    {
        if (!screen.IsTerminal)
        {
            screen.Write(text + "\n");
            return;
        }

        // Home, then each line with the rest of the old one cleared: no flicker, as a full clear would give.
        var lines = text.TrimEnd('\n').Split('\n').Take(Math.Max(1, screen.Height - 1));
        screen.Write("\e[H" + string.Concat(lines.Select(line => screen.Fit(line) + "\e[K\n")) + "\e[J");
    }
}
