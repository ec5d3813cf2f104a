using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class SystemdNotifyIntegrationTest
{
    [Fact]
    public async Task Systemd_is_told_of_readiness_life_and_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("pebble-").FullName;
        try
        {
            using var notify = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            notify.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "notify")));
            var start = new ProcessStartInfo(TestDaemon.Binary, ["run", "--hold"]) { RedirectStandardError = true };
            start.Environment["PEBBLE"] = folder;
            start.Environment["NOTIFY_SOCKET"] = Path.Combine(folder, "notify");
            start.Environment["WATCHDOG_USEC"] = "200000";
            start.Environment.Remove("PEBBLE_SOCKET");
            using var daemon = Process.Start(start)!;
            Assert.Equal("READY=1", await NextAsync(notify));
            Assert.Equal("WATCHDOG=1", await NextAsync(notify));
            Assert.Equal("WATCHDOG=1", await NextAsync(notify));
            using (var terminate = Process.Start("kill", [$"{daemon.Id}"])) await terminate.WaitForExitAsync();
            string said;
            do said = await NextAsync(notify);
            while (said is "WATCHDOG=1");
            Assert.Equal("STOPPING=1", said);
            await daemon.WaitForExitAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> NextAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }
}
