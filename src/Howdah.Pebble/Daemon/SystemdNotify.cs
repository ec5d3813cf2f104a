using System.Net.Sockets;
using System.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Tells systemd, when it started us, how we do.</summary>
internal static class SystemdNotify
{
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
