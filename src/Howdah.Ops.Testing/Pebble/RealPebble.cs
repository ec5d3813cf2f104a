using System.Diagnostics;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>The real daemon, started for a test with a folder of its own; both are gone when it is disposed.</summary>
public sealed class RealPebble : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private readonly string folder;
    private Process process;

    private RealPebble(string folder, Process process)
    {
        this.folder = folder;
        this.process = process;
        Client = new PebbleClient(SocketPath);
    }

    /// <summary>A client of it.</summary>
    public PebbleClient Client { get; }

    /// <summary>Its socket.</summary>
    public string SocketPath => Path.Combine(folder, ".pebble.socket");

    /// <summary>Its folder.</summary>
    public string Folder => folder;

    private string Log => Path.Combine(folder, "daemon.log");

    /// <summary>Starts the daemon and waits until it answers.</summary>
    /// <param name="binary">Path of the <c>pebble</c> executable.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<RealPebble> StartAsync(string binary, CancellationToken cancellationToken = default)
    {
        var own = Directory.CreateTempSubdirectory("pebble-").FullName;
        var real = new RealPebble(own, Launch(binary, own));
        await real.AnswersAsync(cancellationToken);
        return real;
    }

    /// <summary>Kills the daemon with SIGKILL and waits until it is dead.</summary>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        var binary = process.StartInfo.Environment["HOWDAH_TEST_PEBBLE"]!;
        process.Dispose();
        process = Launch(binary, folder);
        await AnswersAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            using var terminate =
                Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await terminate.WaitForExitAsync();
            using var limit = new CancellationTokenSource(StartLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Process Launch(string binary, string folder)
    {
        // Through a shell, so that the daemon's output has a file and not a pipe that nobody reads.
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$HOWDAH_TEST_PEBBLE\" run --create-dirs --hold >>\"$PEBBLE/daemon.log\" 2>&1"])
        {
            UseShellExecute = false,
        };
        start.Environment["HOWDAH_TEST_PEBBLE"] = binary;
        start.Environment["PEBBLE"] = folder;
        start.Environment.Remove("PEBBLE_SOCKET");
        return Process.Start(start)!;
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Client.GetSystemInfoAsync(cancellationToken);
                return;
            }
            catch (PebbleException e)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
                {
                    var log = File.Exists(Log) ? await File.ReadAllTextAsync(Log, cancellationToken) : "";
                    throw new InvalidOperationException(
                        $"the daemon did not answer within {StartLimit.TotalSeconds} s: {e.Message}\n{log}", e);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
        }
    }
}
