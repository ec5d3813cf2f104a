using System.Globalization;
using Howdah.Pebble.Client;

namespace Howdah.Ops;

/// <summary>
/// A workload container, through its Pebble. Every call throws <see cref="PebbleConnectionException"/> when the container is not
/// up;
/// a step of a <see cref="ReconcilingCharm"/> that does so waits for it.
/// </summary>
public sealed class Container
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Func<string, IPebble> connect;
    private IPebble? pebble;

    internal Container(string name, Func<string, IPebble> connect)
    {
        Name = name;
        this.connect = connect;
    }

    /// <summary>Its name in metadata.yaml.</summary>
    public string Name { get; }

    /// <summary>Its Pebble, for what this class has no shorter way to do.</summary>
    public IPebble Pebble => pebble ??= connect(Name);

    /// <summary>Whether its Pebble answers.</summary>
    public async Task<bool> CanConnectAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await Pebble.GetSystemInfoAsync(cancellationToken);
            return true;
        }
        catch (PebbleException)
        {
            return false;
        }
    }

    /// <summary>Adds a layer on top of the plan, or lays it over the one of the same label (default).</summary>
    public Task AddLayerAsync(string label, Layer layer, bool combine = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Pebble.AddLayerAsync(label, layer.ToYaml(), combine, cancellationToken);
    }

    /// <summary>
    /// Adds a layer unless the plan has all that it says already and its enabled services run; then starts and restarts what
    /// that asks for, without waiting: a health check will tell.
    /// </summary>
    /// <returns>Whether anything was to do.</returns>
    public async Task<bool> EnsureLayerAsync(string label, Layer layer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.IsIn(await GetPlanAsync(cancellationToken)))
        {
            var running = (await GetServicesAsync(cancellationToken)).Where(s => s.IsRunning).Select(s => s.Name)
                .ToHashSet(StringComparer.Ordinal);
            if (layer.Services.All(s => s.Value.Enabled != true || running.Contains(s.Key)))
            {
                return false;
            }
        }
        else
        {
            await AddLayerAsync(label, layer, cancellationToken: cancellationToken);
        }

        await BeginReplanAsync(cancellationToken);
        return true;
    }

    /// <summary>The plan: all layers combined.</summary>
    public async Task<Layer> GetPlanAsync(CancellationToken cancellationToken = default) =>
        Layer.Parse(await Pebble.GetPlanAsync(cancellationToken));

    /// <summary>Starts what is enabled, restarts what changed, and waits until each runs for a second.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public Task ReplanAsync(CancellationToken cancellationToken = default) =>
        Pebble.ReplanAsync(cancellationToken: cancellationToken);

    /// <summary>Starts what is enabled and restarts what changed, without waiting: a health check will tell.</summary>
    public Task BeginReplanAsync(CancellationToken cancellationToken = default) =>
        Pebble.BeginServicesAsync("replan", [], cancellationToken);

    /// <summary>Starts services and waits until each runs for a second.</summary>
    /// <exception cref="PebbleChangeException">A service did not start; the message has what it printed.</exception>
    public Task StartAsync(string service, CancellationToken cancellationToken = default) =>
        Pebble.StartAsync([service], cancellationToken: cancellationToken);

    /// <summary>Stops a service and waits for its end.</summary>
    public Task StopAsync(string service, CancellationToken cancellationToken = default) =>
        Pebble.StopAsync([service], cancellationToken: cancellationToken);

    /// <summary>Restarts a service and waits until it runs for a second.</summary>
    /// <exception cref="PebbleChangeException">It did not start; the message has what it printed.</exception>
    public Task RestartAsync(string service, CancellationToken cancellationToken = default) =>
        Pebble.RestartAsync([service], cancellationToken: cancellationToken);

    /// <summary>Sends a signal by name (<c>SIGHUP</c>) to a service.</summary>
    public Task SendSignalAsync(string signal, string service, CancellationToken cancellationToken = default) =>
        Pebble.SendSignalAsync(signal, [service], cancellationToken);

    /// <summary>All services of the plan.</summary>
    public Task<IReadOnlyList<ServiceInfo>> GetServicesAsync(CancellationToken cancellationToken = default) =>
        Pebble.GetServicesAsync(cancellationToken: cancellationToken);

    /// <summary>A service, or null when the plan has none of that name.</summary>
    public async Task<ServiceInfo?> FindServiceAsync(string name, CancellationToken cancellationToken = default) =>
        (await Pebble.GetServicesAsync([name], cancellationToken)).SingleOrDefault();

    /// <summary>All health checks of the plan.</summary>
    public Task<IReadOnlyList<CheckInfo>> GetChecksAsync(CancellationToken cancellationToken = default) =>
        Pebble.GetChecksAsync(cancellationToken: cancellationToken);

    /// <summary>A health check, or null when the plan has none of that name.</summary>
    public async Task<CheckInfo?> FindCheckAsync(string name, CancellationToken cancellationToken = default) =>
        (await Pebble.GetChecksAsync(names: [name], cancellationToken: cancellationToken)).SingleOrDefault();

    /// <summary>Writes a text file, atomically.</summary>
    /// <exception cref="PebblePathException">It could not be written.</exception>
    public Task PushAsync(
        string path, string content, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        Pebble.PushAsync(path, content, options, cancellationToken);

    /// <summary>Writes a file, atomically.</summary>
    /// <exception cref="PebblePathException">It could not be written.</exception>
    public Task PushAsync(
        string path, Stream content, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        Pebble.PushAsync(path, content, options, cancellationToken);

    /// <summary>Writes a text file unless it has this content already.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> EnsureFileAsync(
        string path, string content, PathOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (string.Equals(await FindTextAsync(path, cancellationToken), content, StringComparison.Ordinal))
        {
            return false;
        }

        await PushAsync(path, content, options, cancellationToken);
        return true;
    }

    /// <summary>
    /// Puts the charm's own executable into a folder of the container, for a service or a helper that is part of it. Each build has a name
    /// of its own, so one that runs is never overwritten, and one that is there is not sent again.
    /// </summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <param name="name">What its name begins with.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The path.</returns>
    /// <exception cref="PebblePathException">It could not be written.</exception>
    public async Task<string> EnsureOwnExecutableAsync(string folder, string name, CancellationToken cancellationToken = default)
    {
        var source = new FileInfo(Environment.ProcessPath ?? "/proc/self/exe");
        var path = string.Create(CultureInfo.InvariantCulture, $"{folder}/{name}-{source.Length:x}-{source.LastWriteTimeUtc.Ticks:x}");
        if ((await Pebble.FindFileAsync(path, cancellationToken))?.Size != source.Length)
        {
            await using var content = source.OpenRead();
            await PushAsync(path, content, new() { MakeParents = true, Permissions = Executable }, cancellationToken);
        }

        return path;
    }

    /// <summary>Reads a text file.</summary>
    /// <exception cref="PebblePathException">It could not be read.</exception>
    public Task<string> PullAsync(string path, CancellationToken cancellationToken = default) =>
        Pebble.PullTextAsync(path, cancellationToken);

    /// <summary>Reads a text file, or gives null when there is none.</summary>
    public async Task<string?> FindTextAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Pebble.PullTextAsync(path, cancellationToken);
        }
        catch (PebblePathException e) when (e.Kind == PebblePathException.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether there is a file or folder.</summary>
    public async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken = default) =>
        await Pebble.FindFileAsync(path, cancellationToken) is not null;

    /// <summary>What is in a folder, by name.</summary>
    public Task<IReadOnlyList<RemoteFile>> ListFilesAsync(
        string path, string? pattern = null, CancellationToken cancellationToken = default) =>
        Pebble.ListFilesAsync(path, pattern, cancellationToken: cancellationToken);

    /// <summary>Makes a folder.</summary>
    /// <exception cref="PebblePathException">It could not be made.</exception>
    public Task MakeDirectoryAsync(string path, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        Pebble.MakeDirectoryAsync(path, options, cancellationToken);

    /// <summary>Removes a file or folder.</summary>
    /// <exception cref="PebblePathException">It could not be removed.</exception>
    public Task RemovePathAsync(string path, bool recursive = false, CancellationToken cancellationToken = default) =>
        Pebble.RemovePathAsync(path, recursive, cancellationToken);

    /// <summary>Starts a command, whose streams are the caller's to read and write.</summary>
    public Task<PebbleProcess> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default) =>
        Pebble.ExecAsync(request, cancellationToken);

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="PebbleExecException">It ended with another exit code than 0.</exception>
    public Task<ExecOutput> RunAsync(ExecRequest request, string? input = null, CancellationToken cancellationToken = default) =>
        Pebble.RunAsync(request, input, cancellationToken);
}
