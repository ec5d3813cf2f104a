using System.Text;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>The daemon's own log: one line an event, on stderr, in the reference's form.</summary>
internal static class DaemonLog
{
    private static readonly Lock _gate = new();
    private static readonly Stream _stderr = Console.OpenStandardError();

    /// <summary>Whether debug lines are written.</summary>
    public static bool Debugging { get; set; }

    /// <summary>Whether nothing is written at all: what the command prints that the daemon runs for is then alone.</summary>
    public static bool IsSilent { get; set; }

    public static void Write(string message)
    {
        if (IsSilent) return;
        var line = Encoding.UTF8.GetBytes($"{GoTime.Log(TimeProvider.System.GetUtcNow())} [pebble] {message}\n");
        lock (_gate)
        {
            try
            {
                _stderr.Write(line);
            }
            catch (IOException)
            {
                // Whoever read the log is gone; the daemon's work goes on.
            }
        }
    }

    public static void Debug(string message)
    {
        if (Debugging) Write("DEBUG " + message);
    }
}
