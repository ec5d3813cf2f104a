using System.Net.Sockets;
using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class LogsIntegrationTest
{
    private static async Task<List<string>> ReadAsync(TestDaemon daemon, IReadOnlyList<string>? services = null, int? lines = null)
    {
        List<string> messages = [];
        await foreach (var entry in daemon.Client.GetLogsAsync(services, lines)) messages.Add($"{entry.Service}:{entry.Message}");
        return messages;
    }

    [Fact]
    public async Task Lines_of_all_services_come_in_order()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("""
            services:
                a: {override: replace, command: "sh -c 'for i in 1 2 3; do echo $i; done; printf \"no newline\" >&2; exec sleep 1000'"}
                b: {override: replace, command: "sh -c 'echo other; exec sleep 1000'", after: [a], requires: [a]}
            """);
        await daemon.Client.StartAsync(["b"]);
        Assert.Equal(["a:1", "a:2", "a:3", "b:other"], await ReadAsync(daemon, lines: -1));
        Assert.Equal(["a:3", "b:other"], await ReadAsync(daemon, lines: 2));
        Assert.Equal(["b:other"], await ReadAsync(daemon, ["b", "nobody"]));
        Assert.Empty(await ReadAsync(daemon, lines: 0));
        await daemon.Client.StopAsync(["a"]);
        Assert.Equal(["a:1", "a:2", "a:3", "a:no newline"], await ReadAsync(daemon, ["a"]));
        Assert.Equal("400 n must be -1, 0, or a positive integer", await daemon.RefusedAsync(HttpMethod.Get, "/v1/logs?n=-2"));
        Assert.Equal("400 follow parameter must be \"true\" or \"false\"", await daemon.RefusedAsync(HttpMethod.Get, "/v1/logs?follow=x"));
    }

    [Fact]
    public async Task Following_gets_each_line_as_it_is_printed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "go");
        await daemon.LayerAsync($"services: {{a: {{override: replace, command: \"sh -c 'echo before; while [ ! -e {file} ]; do sleep 0.05; done; echo after; exec sleep 1000'\"}}}}");
        await daemon.Client.StartAsync(["a"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var entries = daemon.Client.GetLogsAsync(["a"], 1, follow: true, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("before", entries.Current.Message);
        await File.WriteAllTextAsync(file, "", limit.Token);
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("after", entries.Current.Message);
    }

    [Fact]
    public async Task Long_lines_come_in_pieces_and_bad_bytes_as_replacements()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("""services: {a: {override: replace, command: "sh -c 'head -c 5000 /dev/zero | tr \\\\\\\\0 x; echo; printf \"\\\\377\\n\"; exec sleep 1000'"}}""");
        await daemon.Client.StartAsync(["a"]);
        var lines = await ReadAsync(daemon);
        Assert.Equal([4096 + 2, 904 + 2], lines.Take(2).Select(l => l.Length));
        Assert.Equal("a:\uFFFD", lines[2]);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_harms_nobody_and_is_told_what_it_missed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "done");
        await daemon.LayerAsync($"services: {{a: {{override: replace, command: \"sh -c 'sleep 0.5; seq 1 300000; echo x > {file}; exec sleep 1000'\"}}}}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(daemon.Socket));
        var change = await daemon.Client.BeginServicesAsync("start", ["a"]);
        await socket.SendAsync("GET /v1/logs?follow=true HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        await TestDaemon.UntilAsync("the service has printed it all", () => Task.FromResult(File.Exists(file)));
        await daemon.Client.EnsureChangeAsync(change);
        var text = new StringBuilder();
        var buffer = new byte[1 << 16];
        while (!text.ToString(Math.Max(0, text.Length - 400), Math.Min(400, text.Length)).Contains("\"message\":\"300000\"", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer);
            Assert.NotEqual(0, count);
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        Assert.Contains("(... output truncated ...)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_copies_output_to_stdout()
    {
        var folder = Directory.CreateTempSubdirectory("pebble-verbose-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "layers"));
        await File.WriteAllTextAsync(Path.Combine(folder, "layers", "001-abc.yaml"), "services: {svc: {override: replace, startup: enabled, command: sh -c 'echo hi; exit 0', on-success: shutdown}}");
        var start = new System.Diagnostics.ProcessStartInfo(TestDaemon.Binary, "run -v") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PEBBLE"] = folder;
        using var process = System.Diagnostics.Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[svc\] hi\n$", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        await errors;
        Directory.Delete(folder, recursive: true);
    }
}
