namespace Howdah.Pebble.Services;

/// <summary>Follows the output of services. One that reads too slowly skips what the rings have dropped and gets a line that says so.</summary>
internal sealed class LogFollower : IDisposable
{
    private readonly ServiceManager _services;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Wakeup _news = new();

    public LogFollower(ServiceManager services, IEnumerable<string> names)
    {
        _services = services;
        _names = new HashSet<string>(names, StringComparer.Ordinal);
        From = LogRing.LastSequence;
        services.Output.Add(Added);
    }

    /// <summary>The newest line when following began: what comes after it is followed.</summary>
    public long From { get; }

    /// <summary>Waits for output and answers what is new, oldest first.</summary>
    public async Task<List<LogEntry>> NextAsync(CancellationToken cancellation)
    {
        await _news.WaitAsync(cancellation).ConfigureAwait(false);
        List<LogEntry> result = [];
        foreach (var service in _services.All())
        {
            if (_names.Count > 0 && !_names.Contains(service.Name)) continue;
            var seen = _seen.GetValueOrDefault(service.Name, From);
            var entries = service.Logs.Read(seen);
            if (entries.Count == 0) continue;
            result.AddRange(entries);
            _seen[service.Name] = entries[^1].Sequence;
        }
        result.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return result;
    }

    public void Dispose()
    {
        _services.Output.Remove(Added);
        _news.Dispose();
    }

    private void Added(LogEntry entry)
    {
        if (_names.Count == 0 || _names.Contains(entry.Service)) _news.Set();
    }
}
