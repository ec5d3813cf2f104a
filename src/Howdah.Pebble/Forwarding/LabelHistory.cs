namespace Howdah.Pebble.Forwarding;

/// <summary>The labels of a service's lines: those of the time when they were printed, however late they go out.</summary>
internal sealed class LabelHistory
{
    private readonly List<(long After, IReadOnlyDictionary<string, string>? Labels)> _epochs = [];

    /// <summary>From the line after a sequence number on, these are the labels; null: the service is not selected.</summary>
    public void Set(long after, IReadOnlyDictionary<string, string>? labels)
    {
        if (_epochs is [.., var last] && Same(last.Labels, labels)) return;
        _epochs.RemoveAll(e => e.After >= after);
        _epochs.Add((after, labels));
    }

    /// <summary>The labels of a line; null when nobody wants it.</summary>
    public IReadOnlyDictionary<string, string>? Of(long sequence) => _epochs.FindLast(e => e.After < sequence).Labels;

    /// <summary>Drops what only lines up to a sequence number needed.</summary>
    public void Forget(long upTo)
    {
        while (_epochs.Count > 1 && _epochs[1].After <= upTo) _epochs.RemoveAt(0);
    }

    private static bool Same(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);
}
