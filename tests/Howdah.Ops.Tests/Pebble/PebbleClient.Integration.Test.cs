using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

/// <summary>What the client makes of daemons that misbehave.</summary>
public sealed class PebbleClientTests
{
    private const string Content = "line\r\n--almost the boundary\r\n\0end";

    private static string Multipart(string end) =>
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=abc\r\n\r\n"
        + "--abc\r\nContent-Disposition: form-data; name=\"files\"; filename=\"/f\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        + Content + end;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task A_file_that_comes_in_pieces_is_whole(int pieces)
    {
        const string End = "\r\n--abc\r\nContent-Disposition: form-data; name=\"response\"\r\n\r\n"
            + "{\"type\":\"sync\",\"status-code\":200,\"status\":\"OK\",\"result\":[{\"path\":\"/f\"}]}\n\r\n--abc--\r\n";
        await using var server = ScriptedServer.Answering(Multipart(End), pieces);
        using var client = new PebbleClient(server.SocketPath);

        Assert.Equal(Content, await client.PullTextAsync("/f"));
    }

    [Fact]
    public async Task A_file_that_fails_at_its_end_is_an_error()
    {
        const string End = "\r\n--abc\r\nContent-Disposition: form-data; name=\"response\"\r\n\r\n"
            + "{\"type\":\"sync\",\"status-code\":200,\"result\":[{\"path\":\"/f\",\"error\":{\"message\":\"read /f: i/o error\",\"kind\":\"generic-file-error\"}}]}\n\r\n--abc--\r\n";
        await using var server = ScriptedServer.Answering(Multipart(End));
        using var client = new PebbleClient(server.SocketPath);

        Assert.Equal("read /f: i/o error",
            (await Assert.ThrowsAsync<PebblePathException>(() => client.PullTextAsync("/f"))).Message);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_an_error()
    {
        await using var server = ScriptedServer.Answering(Multipart(""));
        using var client = new PebbleClient(server.SocketPath);

        await Assert.ThrowsAsync<PebbleProtocolException>(() => client.PullTextAsync("/f"));
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(200, "null")]
    [InlineData(200, "{\"type\":\"sync\",\"status-code\":200}")]
    [InlineData(200, "{\"type\":\"sync\",\"result\":\"not system info\"}")]
    [InlineData(500, "oops")]
    public async Task An_answer_that_is_none_is_a_protocol_error(int code, string body)
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Json(code, "Whatever", body));
        using var client = new PebbleClient(server.SocketPath);

        await Assert.ThrowsAsync<PebbleProtocolException>(() => client.GetSystemInfoAsync());
    }

    [Fact]
    public async Task An_error_has_its_code_status_message_and_kind()
    {
        const string Body = """{"type":"error","status-code":401,"status":"Unauthorized","result":{"message":"access denied","kind":"login-required"}}""";
        await using var server = ScriptedServer.Answering(ScriptedServer.Json(401, "Unauthorized", Body));
        using var client = new PebbleClient(server.SocketPath);

        var error = await Assert.ThrowsAsync<PebbleApiException>(() => client.GetPlanAsync());

        Assert.Equal((401, "Unauthorized", "access denied", "login-required"),
            (error.Code, error.Status, error.Message, error.Kind));
    }

    [Fact]
    public async Task A_daemon_that_closes_without_a_word_is_a_connection_error()
    {
        await using var server = ScriptedServer.Answering("");
        using var client = new PebbleClient(server.SocketPath);

        Assert.Contains(server.SocketPath,
            (await Assert.ThrowsAsync<PebbleConnectionException>(() => client.GetPlanAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_is_gone_before_it_sends_a_file_is_a_connection_error()
    {
        await using var server = ScriptedServer.Answering(
            "HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=edge\r\nContent-Length: 1000\r\n\r\n--edge\r\nContent-");
        using var client = new PebbleClient(server.SocketPath);

        await Assert.ThrowsAsync<PebbleConnectionException>(() => client.PullAsync("/file"));
    }

    [Fact]
    public async Task A_daemon_that_never_answers_is_a_timeout_and_cancelling_is_not()
    {
        await using var server = new ScriptedServer((_, token) => Task.Delay(Timeout.Infinite, token));
        using var client = new PebbleClient(server.SocketPath) { RequestTimeout = TimeSpan.FromMilliseconds(50) };
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAsync<PebbleTimeoutException>(() => client.GetPlanAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.WaitChangeAsync("1", cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task An_exec_whose_connections_are_dropped_is_a_connection_error()
    {
        // Answers the request, then takes the websockets and drops them.
        var requests = 0;
        await using var server = new ScriptedServer(async (socket, token) =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                const string Body = """{"type":"async","status-code":202,"status":"Accepted","change":"1","result":{"task-id":"1"}}""";
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(
                        ScriptedServer.Json(202, "Accepted", Body).Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)), token);
            }
        });
        using var client = new PebbleClient(server.SocketPath);

        await Assert.ThrowsAsync<PebbleConnectionException>(() => client.ExecAsync(new ExecRequest("true")));
    }
}
