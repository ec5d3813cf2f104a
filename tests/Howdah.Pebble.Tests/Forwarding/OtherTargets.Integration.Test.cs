using System.Net;
using System.Net.Sockets;
using System.Text;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Forwarding;

public sealed class OtherTargetsIntegrationTest
{
    private static string Layer(string type, string location) => $$"""
        services: {a: {override: replace, command: "sh -c 'echo one; echo two; exec sleep 1000'", environment: {OWNER: me} } }
        log-targets:
            t: {override: replace, type: {{type}}, location: "{{location}}", services: [all], labels: {owner: $OWNER} }
        """;

    [Fact]
    public async Task OpenTelemetry_is_posted_below_its_location()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer("opentelemetry", receiver.Url));
        await daemon.Client.StartAsync(["a"]);
        await TestDaemon.UntilAsync("it is received", () => Task.FromResult(receiver.All.Count > 0));
        Assert.Equal(("/v1/logs", "application/json"), (receiver.All[0].Path, receiver.All[0].ContentType));
        var body = receiver.All[0].Body.GetProperty("resourceLogs")[0];
        Assert.Equal("owner", body.GetProperty("resource").GetProperty("attributes")[1].GetProperty("key").GetString());
        var record = body.GetProperty("scopeLogs")[0].GetProperty("logRecords")[0];
        Assert.Equal("one", record.GetProperty("body").GetProperty("stringValue").GetString());
    }

    [Fact]
    public async Task Syslog_goes_over_one_connection_that_is_made_again_when_it_breaks()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer("syslog", $"tcp://{server.LocalEndpoint}"));
        await daemon.Client.StartAsync(["a"]);
        using (var first = await server.AcceptTcpClientAsync())
        {
            Assert.Equal(["one", "two"], [await MessageAsync(first), await MessageAsync(first)]);
        }
        await daemon.Client.RestartAsync(["a"]);
        using var second = await server.AcceptTcpClientAsync();
        Assert.Equal(["one", "two"], [await MessageAsync(second), await MessageAsync(second)]);
    }

    [Fact]
    public async Task Syslog_datagrams_carry_one_message_each()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var daemon = await TestDaemon.StartAsync(layer: Layer("syslog", $"udp://{server.Client.LocalEndPoint}"));
        await daemon.Client.StartAsync(["a"]);
        async Task<string> NextAsync() => Encoding.UTF8.GetString((await server.ReceiveAsync()).Buffer);
        Assert.EndsWith(" a - - [pebble@28978 owner=\"me\"] one", await NextAsync(), StringComparison.Ordinal);
        Assert.EndsWith(" two", await NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_location_that_is_none_is_told_and_harms_nobody()
    {
        await using var daemon = await TestDaemon.StartAsync(layer: Layer("syslog", "example.com"));
        await daemon.Client.StartAsync(["a"]);
        const string Told = "invalid syslog server location \"example.com\", must be in form \"tcp://host:port\" or \"udp://";
        await TestDaemon.UntilAsync("it is told", () => Task.FromResult(daemon.Log.Contains(Told, StringComparison.Ordinal)));
    }

    // The text after the structured data of the next framed message.
    private static async Task<string> MessageAsync(TcpClient client)
    {
        var stream = client.GetStream();
        var length = 0;
        var one = new byte[1];
        for (; await stream.ReadAsync(one) == 1 && one[0] != ' '; length = (length * 10) + one[0] - '0')
        {
        }
        var message = new byte[length];
        await stream.ReadExactlyAsync(message);
        return Encoding.UTF8.GetString(message).Split("] ")[^1];
    }
}
