using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Howdah.Pebble.Tests.Acceptance;

/// <summary>Exec as the client speaks it, frame by frame.</summary>
public sealed class WebsocketsAcceptanceTest(SharedDaemon shared) : IClassFixture<SharedDaemon>, IDisposable
{
    private readonly HttpMessageInvoker _unix = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(shared.Daemon.Socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    public void Dispose() => _unix.Dispose();

    private static string Body(string command, bool split) =>
        $$"""
        {"command":{{command}},"service-context":null,"environment":null,"working-dir":null,"timeout":"99.000s","user-id":null,"user":null,
        "group-id":null,"group":null,"split-stderr":{{(split ? "true" : "false")}}}
        """;

    private async Task<(string Change, string Task)> BeginAsync(string command, bool split = true)
    {
        var (_, answer) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/exec", Body(command, split));
        Assert.Equal(["environment", "task-id", "working-dir"],
            answer.GetProperty("result").EnumerateObject().Select(p => p.Name));
        return (answer.GetProperty("change").GetString()!, answer.GetProperty("result").GetProperty("task-id").GetString()!);
    }

    private async Task<ClientWebSocket> ConnectAsync(string task, string name)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://localhost/v1/tasks/{task}/websocket/{name}"), _unix, CancellationToken.None);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None);

    // The data, and the text frame that came after it.
    private static async Task<(string Data, string End)> ReadAsync(ClientWebSocket socket)
    {
        var (data, buffer) = (new StringBuilder(), new byte[4096]);
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer, CancellationToken.None);
            var text = Encoding.UTF8.GetString(buffer, 0, frame.Count);
            if (frame.MessageType is not WebSocketMessageType.Binary) return (data.ToString(), text);
            data.Append(text);
        }
    }

    [Fact, Trait("item", "42")]
    public async Task Exec_takes_nulls_for_what_is_not_set_and_offers_its_websockets()
    {
        var (change, task) = await BeginAsync("""["sh","-c","cat; echo err >&2"]""");
        using var control = await ConnectAsync(task, "control");
        using var stdio = await ConnectAsync(task, "stdio");
        using var stderr = await ConnectAsync(task, "stderr");
        await SendAsync(stdio, "in", WebSocketMessageType.Binary);
        await SendAsync(stdio, """{"command":"end"}""");
        Assert.Equal("in", (await ReadAsync(stdio)).Data);
        Assert.Equal("err\n", (await ReadAsync(stderr)).Data);
        Assert.Equal("Done",
            (await shared.Daemon.GetAsync($"/v1/changes/{change}/wait?timeout=30.000s")).GetProperty("status").GetString());
        var (_, joined) = await BeginAsync("""["true"]""", split: false);
        using var first = await ConnectAsync(joined, "control");
        Assert.Equal($"404 cannot find stderr websocket for task \"{joined}\"",
            await shared.Daemon.RefusedAsync(HttpMethod.Get, $"/v1/tasks/{joined}/websocket/stderr"));
    }

    [Fact, Trait("item", "43")]
    public async Task Control_is_text_output_ends_with_the_end_frame_and_the_exit_code_is_the_first_tasks()
    {
        var (change, task) = await BeginAsync("""["sh","-c","trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done"]""");
        using var control = await ConnectAsync(task, "control");
        using var stdio = await ConnectAsync(task, "stdio");
        using var stderr = await ConnectAsync(task, "stderr");
        var buffer = new byte[100];
        Assert.Equal("ready\n",
            Encoding.UTF8.GetString(buffer, 0, (await stdio.ReceiveAsync(buffer, CancellationToken.None)).Count));
        await SendAsync(control, "nonsense");
        await SendAsync(control, """{"command":"signal","signal":{"name":"SIGTERM"}}""");
        Assert.Equal(("bye\n", """{"command":"end"}"""), await ReadAsync(stdio));
        Assert.Equal(("", """{"command":"end"}"""), await ReadAsync(stderr));
        var ended = await shared.Daemon.GetAsync($"/v1/changes/{change}/wait?timeout=30.000s");
        Assert.Equal("Done", ended.GetProperty("status").GetString());
        Assert.Equal("""{"exit-code":7}""", ended.GetProperty("tasks")[0].GetProperty("data").GetRawText());
        await Assert.ThrowsAsync<WebSocketException>(() => control.ReceiveAsync(buffer, CancellationToken.None));
    }

    [Fact, Trait("item", "44")]
    public async Task A_websocket_that_comes_too_late_is_refused_and_the_change_says_why()
    {
        var (change, task) = await BeginAsync("""["true"]""");
        var failed = await shared.Daemon.GetAsync($"/v1/changes/{change}/wait?timeout=30.000s");
        var reason =
            $"- Execute command \"true\" (exec {task}: timeout waiting for websocket connections: context deadline exceeded)";
        Assert.EndsWith(reason, failed.GetProperty("err").GetString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(task, "stdio"));
        Assert.StartsWith("500 ", await shared.Daemon.RefusedAsync(HttpMethod.Get, $"/v1/tasks/{task}/websocket/stdio"),
            StringComparison.Ordinal);
    }
}
