using System.Globalization;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Forwarding;

public sealed class LogForwardingIntegrationTest
{
    private static string Layer(LogReceiver receiver, string services, string selection = "all", string extra = "") => $$"""
        services:
        {{services}}
        log-targets:
            t: {override: replace, type: loki, location: "{{receiver.Url}}/loki/api/v1/push", services: [{{selection}}]{{extra}}}
        """;

    // A service that prints the numbers up to n of each file n.go that is made in the folder, and then n.done.
    private static string Printer(string folder) =>
        $"    a: {{override: replace, command: \"sh -c 'cd {folder}; while :; do for f in *.go; do "
        + "[ -e $f ] && rm $f && seq 1 ${f%.go} && : > ${f%.go}.done; done; sleep 0.02; done'\"}";

    private static async Task PrintAsync(TestDaemon daemon, int count)
    {
        await File.WriteAllTextAsync(Path.Combine(daemon.Files, $"{count}.go"), "");
        var done = Path.Combine(daemon.Files, $"{count}.done");
        await TestDaemon.UntilAsync("it is printed", () => Task.FromResult(File.Exists(done)));
    }

    private static Task ToldAsync(TestDaemon daemon, string text) => TestDaemon.UntilAsync(
        "it is told", () => Task.FromResult(daemon.Log.Contains(text, StringComparison.Ordinal)), () => daemon.Log);

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture));

    private static Task ReceivedAsync(LogReceiver receiver, Func<List<string>, bool> enough) => TestDaemon.UntilAsync(
        "the lines arrive", () => Task.FromResult(enough(receiver.Lines("a"))), () => string.Join(',', receiver.Lines("a")));

    [Fact]
    public async Task Lines_arrive_in_Lokis_form_with_their_labels()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, """
                a: {override: replace, command: "sh -c 'echo one; echo two; exec sleep 1000'", environment: {OWNER: me}}
                b: {override: replace, command: "sh -c 'echo three; exec sleep 1000'"}
                c: {override: replace, command: "sh -c 'echo four; exec sleep 1000'"}
            """, "all, -c", ", labels: {owner: \"$OWNER\", env: \"test-${OWNER}\"}"));
        await daemon.Client.StartAsync(["a", "b", "c"]);
        await TestDaemon.UntilAsync(
            "all is received", () => Task.FromResult(receiver.Lines("a").Count == 2 && receiver.Lines("b").Count == 1));
        Assert.Equal(["one", "two"], receiver.Lines("a"));
        Assert.Equal(["three"], receiver.Lines("b"));
        Assert.Empty(receiver.Lines("c"));
        var request = receiver.All[0];
        Assert.Equal(("POST", "/loki/api/v1/push"), (request.Method, request.Path));
        Assert.Equal(("application/json; charset=utf-8", "pebble/v1.32.1"), (request.ContentType, request.UserAgent));
        var streams = receiver.All.SelectMany(r => r.Streams).Select(s => $"{s.GetProperty("stream")}").ToList();
        Assert.Contains("""{"env":"test-me","owner":"me","pebble_service":"a"}""", streams);
        Assert.Contains("""{"env":"test-","owner":"","pebble_service":"b"}""", streams);
    }

    [Fact]
    public async Task Many_lines_go_out_in_full_batches_and_in_order()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, ""));
        await daemon.LayerAsync($"services:\n{Printer(daemon.Files)}");
        await daemon.Client.StartAsync(["a"]);
        await PrintAsync(daemon, 2000);
        await ReceivedAsync(receiver, lines => lines.Count >= 2000);
        Assert.Equal(Numbers(2000), receiver.Lines("a"));
        var sizes = receiver.All.Select(r => r.Streams.Sum(s => s.GetProperty("values").GetArrayLength())).ToList();
        Assert.Equal(100, sizes.Max());
        Assert.InRange(sizes.Count, 20, 30);
    }

    [Fact]
    public async Task An_outage_loses_nothing_that_the_ring_holds()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, ""));
        await daemon.LayerAsync($"services:\n{Printer(daemon.Files)}");
        await daemon.Client.StartAsync(["a"]);
        await receiver.DownAsync();
        await PrintAsync(daemon, 1000);
        await ToldAsync(daemon, "Cannot flush logs to target \"t\": Post \"");
        receiver.Answer = 503;
        await receiver.UpAsync();
        await TestDaemon.UntilAsync("it is tried again", () => Task.FromResult(receiver.All.Count > 0));
        receiver.Answer = 429;
        await TestDaemon.UntilAsync("it is tried again", () => Task.FromResult(receiver.All[^1].Answer == 429));
        receiver.Answer = 200;
        await ReceivedAsync(receiver, lines => lines.Count >= 1000);
        Assert.Equal(Numbers(1000), receiver.Lines("a"));
        Assert.Single(daemon.Log.Split('\n'), l => l.Contains("Cannot flush logs", StringComparison.Ordinal));
        Assert.Single(daemon.Log.Split('\n'), l => l.Contains("Target \"t\" takes logs again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_costs_no_memory_and_the_gap_is_told()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, ""));
        await daemon.LayerAsync($"services:\n{Printer(daemon.Files)}");
        await daemon.Client.StartAsync(["a"]);
        await PrintAsync(daemon, 10);
        await ReceivedAsync(receiver, lines => lines.Count == 10);
        await receiver.DownAsync();
        await PrintAsync(daemon, 100000);
        await receiver.UpAsync();
        await ReceivedAsync(receiver, lines => lines[^1] is "100000");
        var lines = receiver.Lines("a");
        var gap = lines.IndexOf("(... output truncated ...)");
        Assert.True(gap >= 10, $"no gap: {lines.Count} lines");
        Assert.Equal(lines[(gap + 1)..], Numbers(100000).TakeLast(lines.Count - gap - 1));
        Assert.InRange(lines.Count, 1000, 5000);
    }

    [Fact]
    public async Task What_the_target_refuses_is_dropped_and_the_rest_goes_on()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, ""));
        await daemon.LayerAsync($"services:\n{Printer(daemon.Files)}");
        await daemon.Client.StartAsync(["a"]);
        receiver.Answer = 400;
        await PrintAsync(daemon, 3);
        await ToldAsync(daemon, "refused 3 log lines, which are dropped: server answered 400");
        receiver.Answer = 200;
        await PrintAsync(daemon, 2);
        await ReceivedAsync(receiver, lines => lines.Count > 0);
        Assert.Equal(["1", "2"], receiver.Lines("a"));
    }

    [Fact]
    public async Task A_changed_plan_sends_nothing_twice_and_what_waits_to_the_new_place()
    {
        await using var old = await LogReceiver.StartAsync();
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(old, ""));
        await daemon.LayerAsync($"services:\n{Printer(daemon.Files)}");
        await daemon.Client.StartAsync(["a"]);
        await PrintAsync(daemon, 5);
        await ReceivedAsync(old, lines => lines.Count == 5);
        await old.DownAsync();
        await PrintAsync(daemon, 7);
        await daemon.LayerAsync(Layer(receiver, "", extra: ", labels: {new: label}"));
        await ReceivedAsync(receiver, lines => lines.Count >= 7);
        await PrintAsync(daemon, 9);
        await ReceivedAsync(receiver, lines => lines.Count >= 16);
        Assert.Equal([.. Numbers(7), .. Numbers(9)], receiver.Lines("a"));
        var labels = receiver.All.SelectMany(r => r.Streams).Select(s => $"{s.GetProperty("stream")}");
        Assert.Equal(["""{"pebble_service":"a"}""", """{"new":"label","pebble_service":"a"}"""], labels);
    }

    [Fact]
    public async Task The_last_words_arrive_when_the_daemon_stops()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, """
                a: {override: replace, command: "sh -c 'trap \"echo bye; exit\" TERM; echo hi; while :; do sleep 0.05; done'"}
            """));
        await daemon.Client.StartAsync(["a"]);
        await daemon.EndAsync();
        Assert.Equal(("hi", "bye"), (receiver.Lines("a")[0], receiver.Lines("a")[^1]));
    }

    [Fact]
    public async Task A_target_that_is_down_does_not_hold_up_the_end()
    {
        await using var receiver = await LogReceiver.StartAsync();
        await receiver.DownAsync();
        await using var daemon = await TestDaemon.StartAsync(layer: Layer(receiver, """
                a: {override: replace, command: "sh -c 'echo hi; exec sleep 1000'"}
            """));
        await daemon.Client.StartAsync(["a"]);
        Assert.Equal(0, await daemon.EndAsync());
    }
}
