using Howdah.Pebble.Daemon;
using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>
/// What services of a killed daemon left running. A daemon that is not the first process of its namespace does not take its
/// services along, and nobody can be the parent of processes that another one started: they are ended before the service
/// starts again, so that it never runs twice. Each service leaves a note of itself before it becomes its program; a note is
/// dropped only when its process group has been seen dead.
/// </summary>
/// <param name="folder">Where notes are kept; null: nowhere.</param>
/// <param name="bootId">Names the time during which numbers of processes mean the same.</param>
/// <param name="time">The clock.</param>
internal sealed class Leftovers(string? folder, string bootId, TimeProvider time)
{
    private static readonly TimeSpan _lockLimit = TimeSpan.FromSeconds(10), _interval = TimeSpan.FromMilliseconds(20);
    private readonly Dictionary<string, Task> _ending = new(StringComparer.Ordinal);
    private readonly string _notes = Path.Combine(folder ?? "", bootId);

    /// <summary>Completes when nothing is left of any service.</summary>
    public Task AllGone => Task.WhenAll(_ending.Values);

    /// <summary>Completes when nothing is left of a service.</summary>
    public Task GoneAsync(string service) => _ending.GetValueOrDefault(service) ?? Task.CompletedTask;

    /// <summary>The file for a service's note; null when none are kept.</summary>
    public string? NoteOf(string service) => folder is null ? null : Path.Combine(_notes, Uri.EscapeDataString(service).Replace(".", "%2E", StringComparison.Ordinal));

    /// <summary>Begins to end what is left. Before anything is started.</summary>
    /// <exception cref="StartException">Another daemon uses the folder.</exception>
    public async Task TakeOverAsync(CombinedPlan plan)
    {
        if (folder is null) return;
        try
        {
            Directory.CreateDirectory(_notes, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await LockAsync(folder).ConfigureAwait(false);
            foreach (var other in Directory.GetDirectories(folder).Where(d => !string.Equals(d, _notes, StringComparison.Ordinal))) Directory.Delete(other, recursive: true);
            var all = ProcessStat.All().ToList();
            foreach (var note in Directory.GetFiles(_notes))
            {
                if (ProcessStat.Read(note) is { } noted && Alive(noted, all).Count > 0) _ending.Add(ServiceOf(note), EndAsync(note, noted, plan));
                else File.Delete(note);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot look for services of a former daemon in {GoQuote.Quote(folder)}: {failure.Message}");
        }
    }

    /// <summary>What lives of the process group of a noted process.</summary>
    /// <remarks>
    /// A number is not given to another process while a group has it. So the members are those we look for, unless all had
    /// gone and somebody else's process got the number: that one started at another time, or has left members in another session.
    /// </remarks>
    public static IReadOnlyList<ProcessStat> Alive(ProcessStat noted, IReadOnlyCollection<ProcessStat> all) =>
        all.FirstOrDefault(p => p.Pid == noted.Pid) is { } leader && leader.StartTime != noted.StartTime ? []
        : [.. all.Where(p => p.Group == noted.Pid && p.Session == noted.Session && !p.HasEnded)];

    // Every child of a daemon has this lock until it has left its note. With it comes the certainty that no more will appear.
    private async Task LockAsync(string path)
    {
        var fd = SystemCallException.Check(Libc.Open(path, Libc.ReadOnly | Libc.Directory, 0), "open", path);
        var started = time.GetTimestamp();
        while (Libc.TryLock(fd) < 0)
        {
            if (time.GetElapsedTime(started) > _lockLimit) throw new StartException($"another daemon uses the directory {GoQuote.Quote(Path.GetDirectoryName(path))}");
            await Task.Delay(_interval, time).ConfigureAwait(false);
        }
    }

    private static string ServiceOf(string note) => Uri.UnescapeDataString(Path.GetFileName(note));

    private async Task EndAsync(string note, ProcessStat noted, CombinedPlan plan)
    {
        var service = ServiceOf(note);
        var killDelay = (plan.Services.GetValueOrDefault(service) ?? new ServiceConfig { Name = service }).KillDelayOrDefault;
        DaemonLog.Write($"Service {GoQuote.Quote(service)} was left running by a former daemon, stopping it");
        var started = time.GetTimestamp();
        _ = Libc.Kill(-noted.Pid, Libc.SigTerm);
        while (Alive(noted, [.. ProcessStat.All()]).Count > 0)
        {
            if (time.GetElapsedTime(started) > killDelay) _ = Libc.Kill(-noted.Pid, Libc.SigKill);
            await Task.Delay(_interval, time).ConfigureAwait(false);
        }
        File.Delete(note);
    }
}
