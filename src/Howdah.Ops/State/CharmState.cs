using System.Text.Json.Serialization;

namespace Howdah.Ops;

/// <summary>What a charm keeps from one dispatch to the next: deferred events and stored state.</summary>
public sealed record CharmState
{
    /// <summary>Nothing kept.</summary>
    public static CharmState Empty { get; } = new();

    /// <summary>Deferred events, oldest first.</summary>
    public IReadOnlyList<DeferredNotice> Deferred { get; init; } = [];

    /// <summary>Stored state: owner to key to value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Stored { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
}

/// <summary>An event that an observer deferred.</summary>
/// <param name="Event">Kind of the event, <c>config_changed</c>.</param>
/// <param name="Observer">Who deferred it: owner and handler.</param>
/// <param name="Snapshot">What the event is made of again.</param>
public sealed record DeferredNotice(string Event, string Observer, IReadOnlyDictionary<string, string> Snapshot)
{
    internal bool IsSameAs(DeferredNotice other) =>
        string.Equals(Event, other.Event, StringComparison.Ordinal)
        && string.Equals(Observer, other.Observer, StringComparison.Ordinal)
        && Snapshot.Count == other.Snapshot.Count
        && Snapshot.All(p => other.Snapshot.TryGetValue(p.Key, out var value)
            && string.Equals(value, p.Value, StringComparison.Ordinal));
}

/// <summary>Where a <see cref="CharmState"/> lives between dispatches.</summary>
public interface ICharmStateStore
{
    /// <summary>What was saved last.</summary>
    CharmState Load();

    /// <summary>Saves it, whole or not at all.</summary>
    void Save(CharmState state);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(CharmState))]
internal sealed partial class CharmStateJson : JsonSerializerContext;
