using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Tells systemd, when it started us, how we do.</summary>
internal static class SystemdNotify
{
    /// <summary>Tells in each half of the time that systemd gives us that we are alive; null when it does not ask.</summary>
    public static ITimer? Watchdog(TimeProvider time)
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var limit) || limit <= 0) return null;
        var half = TimeSpan.FromMicroseconds(limit) / 2;
        return time.CreateTimer(static _ => Send("WATCHDOG=1"), null, half, half);
    }

    public static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException failure)
        {
            DaemonLog.Write($"Cannot notify systemd: {failure.Message}");
        }
    }
}
