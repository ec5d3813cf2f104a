using System.Text;
using Howdah.Pebble.Services;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Copies service output to stdout.</summary>
internal static class VerboseOutput
{
    private static readonly Lock _gate = new();
    private static readonly Stream _stdout = Console.OpenStandardOutput();

    public static void Write(LogEntry entry)
    {
        var head = Encoding.UTF8.GetBytes($"{GoTime.Log(entry.Time)} [{entry.Service}] ");
        byte[] line = [.. head, .. entry.Message.Span, (byte)'\n'];
        lock (_gate)
        {
            try
            {
                _stdout.Write(line);
            }
            catch (IOException)
            {
                // Nobody reads any more.
            }
        }
    }
}
