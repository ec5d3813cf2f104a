using System.Text;

namespace Howdah.Pebble.Client;

/// <summary>What is made of the calls of <see cref="IPebble"/>, the same for a real one and one in memory.</summary>
public static class PebbleExtensions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts the services that are enabled, restarts those whose configuration changed, and waits for it.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public static Task ReplanAsync(
        this IPebble pebble, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ServicesAsync(pebble, "replan", [], timeout, cancellationToken);

    /// <summary>Starts the services that are enabled and waits for it.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public static Task AutostartAsync(
        this IPebble pebble, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        ServicesAsync(pebble, "autostart", [], timeout, cancellationToken);

    /// <summary>Starts services and waits for it.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public static Task StartAsync(
        this IPebble pebble, IReadOnlyList<string> services, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        ServicesAsync(pebble, "start", services, timeout, cancellationToken);

    /// <summary>Stops services and waits for it.</summary>
    public static Task StopAsync(
        this IPebble pebble, IReadOnlyList<string> services, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        ServicesAsync(pebble, "stop", services, timeout, cancellationToken);

    /// <summary>Restarts services and waits for it.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public static Task RestartAsync(
        this IPebble pebble, IReadOnlyList<string> services, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        ServicesAsync(pebble, "restart", services, timeout, cancellationToken);

    /// <summary>Waits until the change ended well.</summary>
    /// <exception cref="PebbleChangeException">It ended in an error.</exception>
    public static async Task<Change> EnsureChangeAsync(
        this IPebble pebble, string id, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var change = await pebble.WaitChangeAsync(id, timeout ?? DefaultTimeout, cancellationToken);
        return change.Err is { Length: > 0 } error ? throw new PebbleChangeException(error, change) : change;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="PebbleExecException">It ended with another exit code than 0.</exception>
    public static async Task<ExecOutput> RunAsync(
        this IPebble pebble, ExecRequest request, string? input = null, CancellationToken cancellationToken = default)
    {
        await using var process = await pebble.ExecAsync(request, cancellationToken);
        return await process.WaitOutputAsync(input, cancellationToken);
    }

    /// <summary>Writes a text file (UTF-8), atomically.</summary>
    public static async Task PushAsync(
        this IPebble pebble, string path, string content, PathOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content), writable: false);
        await pebble.PushAsync(path, stream, options, cancellationToken);
    }

    /// <summary>Reads a text file (UTF-8).</summary>
    public static async Task<string> PullTextAsync(
        this IPebble pebble, string path, CancellationToken cancellationToken = default)
    {
        await using var stream = await pebble.PullAsync(path, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The file or folder at the path, or null when there is none.</summary>
    public static async Task<RemoteFile?> FindFileAsync(
        this IPebble pebble, string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await pebble.ListFilesAsync(path, itself: true, cancellationToken: cancellationToken)).SingleOrDefault();
        }
        catch (PebbleApiException e) when (e.Code == 404)
        {
            return null;
        }
    }

    private static async Task ServicesAsync(
        IPebble pebble, string action, IReadOnlyList<string> services, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var id = await pebble.BeginServicesAsync(action, services, cancellationToken);
        await pebble.EnsureChangeAsync(id, timeout, cancellationToken);
    }
}
