using System.Diagnostics;
using Howdah.Pebble.Client;
using Howdah.Testbed;

namespace Howdah.Bench.Pebble;

/// <summary>A daemon in a folder of its own in memory, ended and removed afterwards.</summary>
internal sealed class RunningPebble : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private RunningPebble(DirectoryInfo folder, Process process)
    {
        Folder = folder;
        _process = process;
        Client = new PebbleClient(Path.Combine(folder.FullName, ".pebble.socket"));
    }

    public DirectoryInfo Folder { get; }

    public PebbleClient Client { get; }

    public int Pid => _process.Id;

    /// <summary>From before the start of the process until its first answer.</summary>
    public TimeSpan TimeToAnswer { get; private set; }

    /// <param name="binary">The program.</param>
    /// <param name="layer">What is in its only layer.</param>
    public static async Task<RunningPebble> StartAsync(string binary, string layer = "summary: nothing")
    {
        // On a disk the figures would be the disk's.
        var folder = Directory.CreateDirectory(Path.Combine("/dev/shm", $"pebble-bench-{Guid.NewGuid():N}"));
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("layers").FullName, "001-bench.yaml"), layer);
        var start = new ProcessStartInfo(binary, ["run"]) { RedirectStandardError = true };
        start.Environment["PEBBLE"] = folder.FullName;
        start.Environment.Remove("PEBBLE_SOCKET");
        var watch = Stopwatch.StartNew();
        var daemon = new RunningPebble(folder, Process.Start(start)!);
        daemon._process.BeginErrorReadLine();
        while (!await daemon.AnswersAsync())
        {
            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException($"{binary} does not answer after {Limit}");
            }

            await Task.Delay(1);
        }

        daemon.TimeToAnswer = watch.Elapsed;
        return daemon;
    }

    /// <summary>Proportional memory once nothing has been asked of it for a while, in MB.</summary>
    public async Task<double> QuietMegabytesAsync()
    {
        await Task.Delay(Limit);
        return Processes.ProportionalBytes(Pid) / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Processes.Signal(Processes.Terminate, [Pid]);
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
        Folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await Client.GetSystemInfoAsync();
            return true;
        }
        catch (PebbleConnectionException)
        {
            return false;
        }
    }
}
