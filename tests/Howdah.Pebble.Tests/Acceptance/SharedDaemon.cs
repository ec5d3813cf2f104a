using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;
using Howdah.Pebble.Tests.Identities;

namespace Howdah.Pebble.Tests.Acceptance;

/// <summary>
/// One daemon for the tests of a class, started as the Python client's own tests start it. The tests of this folder are what
/// that client asks of a daemon, one for each of its 46 points; the trait <c>item</c> has the number.
/// </summary>
public sealed class SharedDaemon : IAsyncLifetime
{
    private int _folders;

    internal TestDaemon Daemon { get; private set; } = null!;

    /// <summary>Requests as they are, over the Unix socket.</summary>
    internal HttpClient Raw { get; private set; } = null!;

    internal PebbleClient Client => Daemon.Client;

    internal int Port { get; } = TestDaemon.NewPort();

    public async Task InitializeAsync()
    {
        Daemon = await TestDaemon.StartAsync($"--create-dirs --http=:{Port}");
        Raw = Callers.Unix(Daemon.Socket);
    }

    public async Task DisposeAsync()
    {
        Raw.Dispose();
        await Daemon.DisposeAsync();
    }

    /// <summary>An empty folder of the test's own.</summary>
    internal string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(Daemon.Files, $"{Interlocked.Increment(ref _folders)}")).FullName;

    /// <summary>Kind and message of a file operation that is refused.</summary>
    internal static async Task<string> RefusedAsync(Func<Task> operation)
    {
        var failure = await Assert.ThrowsAsync<PebblePathException>(operation);
        return $"{failure.Kind}: {failure.Message}";
    }
}
