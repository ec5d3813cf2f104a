namespace Howdah.Pebble.Client;

/// <summary>
/// What can be asked of a Pebble. <see cref="PebbleClient"/> asks a real one; tests of charms use one in memory.
/// Every call throws <see cref="PebbleConnectionException"/> when nobody answers and <see cref="PebbleApiException"/> when it is
/// refused.
/// </summary>
public interface IPebble : IDisposable
{
    /// <summary>The daemon.</summary>
    Task<SystemInfo> GetSystemInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>The services of the plan, by name; unknown names are left out.</summary>
    Task<IReadOnlyList<ServiceInfo>> GetServicesAsync(
        IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default);

    /// <summary>The combined plan as YAML.</summary>
    Task<string> GetPlanAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a layer on top, or with <paramref name="combine"/> merges it into the one of the same label.</summary>
    Task AddLayerAsync(string label, string layerYaml, bool combine = false, CancellationToken cancellationToken = default);

    /// <summary>Begins something with services and does not wait for it.</summary>
    /// <param name="action"><c>start</c>, <c>stop</c>, <c>restart</c>, <c>replan</c> or <c>autostart</c>.</param>
    /// <param name="services">Names, for the first three.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Id of the change.</returns>
    Task<string> BeginServicesAsync(string action, IReadOnlyList<string> services, CancellationToken cancellationToken = default);

    /// <summary>The changes of Pebble's memory.</summary>
    Task<IReadOnlyList<Change>> GetChangesAsync(
        ChangeSelection selection = ChangeSelection.InProgress, string? service = null,
        CancellationToken cancellationToken = default);

    /// <summary>A change.</summary>
    Task<Change> GetChangeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Waits until the change ended, well or not.</summary>
    /// <exception cref="PebbleTimeoutException">It went on for longer than <paramref name="timeout"/>.</exception>
    Task<Change> WaitChangeAsync(string id, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Aborts a change.</summary>
    Task<Change> AbortChangeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Runs a command.</summary>
    Task<PebbleProcess> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes a file, atomically.</summary>
    /// <exception cref="PebblePathException">It could not be written.</exception>
    Task PushAsync(string path, Stream content, PathOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a file; the stream is to be disposed by the caller.</summary>
    /// <exception cref="PebblePathException">It could not be read.</exception>
    Task<Stream> PullAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// What is in a folder, by name; or the one entry when the path is a file or <paramref name="itself"/> is set.
    /// </summary>
    Task<IReadOnlyList<RemoteFile>> ListFilesAsync(
        string path, string? pattern = null, bool itself = false, CancellationToken cancellationToken = default);

    /// <summary>Makes a folder.</summary>
    /// <exception cref="PebblePathException">It could not be made.</exception>
    Task MakeDirectoryAsync(string path, PathOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a file or folder.</summary>
    /// <exception cref="PebblePathException">It could not be removed.</exception>
    Task RemovePathAsync(string path, bool recursive = false, CancellationToken cancellationToken = default);

    /// <summary>Notices, oldest repetition first.</summary>
    Task<IReadOnlyList<Notice>> GetNoticesAsync(NoticeFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>A notice.</summary>
    Task<Notice> GetNoticeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Records a custom notice.</summary>
    /// <returns>Its id.</returns>
    Task<string> NotifyAsync(
        string key,
        IReadOnlyDictionary<string, string>? data = null,
        TimeSpan? repeatAfter = null,
        CancellationToken cancellationToken = default);

    /// <summary>The health checks of the plan, by name.</summary>
    Task<IReadOnlyList<CheckInfo>> GetChecksAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default);

    /// <summary>Starts health checks.</summary>
    /// <returns>Those that were not running.</returns>
    Task<IReadOnlyList<string>> StartChecksAsync(IReadOnlyList<string> names, CancellationToken cancellationToken = default);

    /// <summary>Stops health checks.</summary>
    /// <returns>Those that were running.</returns>
    Task<IReadOnlyList<string>> StopChecksAsync(IReadOnlyList<string> names, CancellationToken cancellationToken = default);

    /// <summary>Whether no health check (of that level, of those names) is down.</summary>
    Task<bool> IsHealthyAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a signal by name (<c>SIGHUP</c>) to services.</summary>
    Task SendSignalAsync(string signal, IReadOnlyList<string> services, CancellationToken cancellationToken = default);

    /// <summary>What services printed.</summary>
    /// <param name="services">Their names; null for all.</param>
    /// <param name="lines">How many of the last lines; −1 for all that is kept; null for Pebble's default.</param>
    /// <param name="follow">Go on with what they print from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<LogEntry> GetLogsAsync(
        IReadOnlyList<string>? services = null, int? lines = null, bool follow = false,
        CancellationToken cancellationToken = default);
}
