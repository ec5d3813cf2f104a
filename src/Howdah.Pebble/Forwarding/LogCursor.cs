using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Forwarding;

/// <summary>
/// How far a target has got in the output of each service. Lines wait in the rings of the services, so a target that is down
/// costs no memory, and loses nothing that the rings still hold.
/// </summary>
internal sealed class LogCursor(ServiceManager services)
{
    /// <summary>The most lines of one batch.</summary>
    public const int BatchSize = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Whether lines of a service that are printed now are wanted.</summary>
    public bool Wants(string service)
    {
        lock (_gate) return _places.TryGetValue(service, out var place) && place.Labels.Of(long.MaxValue) is not null;
    }

    /// <summary>Follows a change of the plan. A service that is new to the target is sent from the start of its ring.</summary>
    public void PlanChanged(LogTarget target, CombinedPlan plan)
    {
        lock (_gate)
        {
            foreach (var (name, service) in plan.Services)
            {
                var selected = target.Selects(name);
                var known = _places.TryGetValue(name, out var place);
                if (!known && !selected) continue;
                if (!known) _places[name] = place = new Place { Sent = services.Find(name)?.Logs.LastDropped ?? 0 };
                place!.Labels.Set(known ? LogRing.LastSequence : 0, selected ? Labels(target, service) : null);
            }
        }
    }

    /// <summary>The next lines to send, up to a sequence number; empty when there are none.</summary>
    public IReadOnlyList<LogStream> Next(long upTo)
    {
        List<(LogEntry Entry, IReadOnlyDictionary<string, string> Labels)> found = [];
        lock (_gate)
        {
            foreach (var service in services.All())
            {
                if (_places.TryGetValue(service.Name, out var place)) Collect(service, place, upTo, found);
            }
        }
        return
        [
            .. found.OrderBy(f => f.Entry.Sequence).Take(BatchSize).GroupBy(f => (f.Entry.Service, f.Labels), f => f.Entry)
                .OrderBy(g => g.Key.Service, StringComparer.Ordinal)
                .Select(g => new LogStream(g.Key.Service, g.Key.Labels, [.. g])),
        ];
    }

    /// <summary>Notes that lines are done with.</summary>
    public void Pass(IReadOnlyList<LogStream> streams)
    {
        lock (_gate)
        {
            foreach (var stream in streams) _places[stream.Service].Pass(stream.Entries[^1].Sequence);
        }
    }

    private static void Collect(
        ManagedService service, Place place, long upTo, List<(LogEntry Entry, IReadOnlyDictionary<string, string> Labels)> found)
    {
        var entries = service.Logs.Read(place.Sent);
        if (entries.Count == 0) return;
        var before = found.Count;
        foreach (var entry in entries)
        {
            if (entry.Sequence <= upTo && place.Labels.Of(entry.Sequence) is { } labels) found.Add((entry, labels));
        }
        if (found.Count == before) place.Pass(Math.Min(upTo, entries[^1].Sequence));
    }

    private static SortedDictionary<string, string> Labels(LogTarget target, ServiceConfig service)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in target.Labels) labels[key] = LabelExpansion.Expand(value, service.Environment);
        return labels;
    }

    private sealed class Place
    {
        public long Sent { get; set; }

        public LabelHistory Labels { get; } = new();

        public void Pass(long sequence)
        {
            Sent = Math.Max(Sent, sequence);
            Labels.Forget(Sent);
        }
    }
}
