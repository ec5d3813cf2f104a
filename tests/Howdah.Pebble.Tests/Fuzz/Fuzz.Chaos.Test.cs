using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Fuzz;

/// <summary>Wrong input of every kind. PEBBLE_FUZZ_SECONDS says for how long, PEBBLE_FUZZ_SEED repeats a run's inputs.</summary>
public sealed class FuzzChaosTest
{
    private const int Workers = 6, Crowd = 500, MostMegabytes = 256;

    [Fact]
    public async Task Wrong_input_gets_an_error_or_a_closed_connection_and_the_daemon_goes_on()
    {
        var seconds = Setting("PEBBLE_FUZZ_SECONDS", 30);
        var seed = Setting("PEBBLE_FUZZ_SEED", Environment.TickCount);
        await using var daemon = await TestDaemon.StartAsync();
        var open = Descriptors(daemon);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
        {
            var random = new Random(unchecked((seed * Workers) + worker));
            var input = new HostileInput(random, daemon.Files);
            var client = new HostileClient(random, daemon.Socket);
            while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                if (random.Next(20) == 0) await client.AbuseWebsocketAsync();
                else await SendOneAsync(daemon, client, input.Next(), $"seed {seed}, worker {worker}");
            }
        }));
        await TestDaemon.UntilAsync("nothing goes on any more but checks",
            async () => (await daemon.Client.GetChangesAsync()).All(c => c.Kind is "perform-check" or "recover-check"),
            () => daemon.Log);
        await TestDaemon.UntilAsync("no descriptor is left open", () => Task.FromResult(Descriptors(daemon) <= open + 8),
            () => $"{Descriptors(daemon)} instead of {open}");
        Assert.False(HasFailed(daemon), Tail(daemon));
        Assert.InRange(PeakMegabytes(daemon), 1, MostMegabytes);
    }

    [Fact]
    public async Task Five_hundred_connections_that_say_nothing_do_not_keep_out_one_that_does()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var client = new HostileClient(new Random(1), daemon.Socket);
        List<Socket> crowd = [];
        try
        {
            var request = Encoding.ASCII.GetBytes("POST /v1/notices HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
            for (var i = 0; i < Crowd; i++)
            {
                crowd.Add(await client.ConnectAsync());
                await crowd[i].SendAsync(request.AsMemory(0, i % request.Length));
            }
            Assert.Equal("""{"healthy":true}""", (await daemon.GetAsync("/v1/health")).GetRawText());
            Assert.InRange(PeakMegabytes(daemon), 1, MostMegabytes);
        }
        finally
        {
            foreach (var one in crowd) one.Dispose();
        }
    }

    private static async Task SendOneAsync(TestDaemon daemon, HostileClient client, byte[] request, string which)
    {
        string answer;
        try
        {
            answer = await client.SendAsync(request);
        }
        catch (SocketException refused)
        {
            answer = $"no more, {refused.Message}";
        }
        var isHttp = answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal);
        if (!isHttp || (answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal) && HasFailed(daemon)))
        {
            var begin = Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(request.Length, 2000)));
            Assert.Fail($"{which}: the daemon answered {answer}\nto about {begin}\n{Tail(daemon)}");
        }
    }

    private static bool HasFailed(TestDaemon daemon) => daemon.Log.Contains("Internal error", StringComparison.Ordinal);

    private static string Tail(TestDaemon daemon)
    {
        string[] signs = ["Internal error", "Unhandled exception", "Stack overflow", "Fatal error"];
        var lines = daemon.Log.Split('\n').SkipWhile(l => !signs.Any(s => l.Contains(s, StringComparison.OrdinalIgnoreCase)));
        return string.Join('\n', lines.Take(30));
    }

    private static int Descriptors(TestDaemon daemon) => Directory.GetFileSystemEntries($"/proc/{daemon.Process.Id}/fd").Length;

    private static int PeakMegabytes(TestDaemon daemon)
    {
        var status = File.ReadLines($"/proc/{daemon.Process.Id}/status");
        var line = status.First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
