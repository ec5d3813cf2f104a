using System.Globalization;
using System.Text.Json.Serialization;

namespace Howdah.Pebble.Client;

/// <summary>Something that was recorded, by the daemon or by <c>pebble notify</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Type"><c>custom</c>, <c>change-update</c> or <c>warning</c>.</param>
/// <param name="Key">What it is about; with the type and the user its identity.</param>
public sealed record Notice(string Id, string Type, string Key)
{
    private readonly IReadOnlyDictionary<string, string>? lastData;

    /// <summary>Whose it is; null when public.</summary>
    public int? UserId { get; init; }

    /// <summary>When it occurred first.</summary>
    public DateTimeOffset FirstOccurred { get; init; }

    /// <summary>When it occurred last.</summary>
    public DateTimeOffset LastOccurred { get; init; }

    /// <summary>When it was told last.</summary>
    [JsonIgnore]
    public DateTimeOffset LastRepeated =>
        DateTimeOffset.TryParse(Cursor, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : default;

    /// <summary>The same in the daemon's own writing, with nanoseconds: notices after this one are asked for with it.</summary>
    [JsonPropertyName("last-repeated")]
    public string Cursor { get; init; } = "";

    /// <summary>How often it occurred.</summary>
    public int Occurrences { get; init; }

    /// <summary>Data of the last occurrence.</summary>
    public IReadOnlyDictionary<string, string> LastData
    {
        get => lastData ?? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;
        init => lastData = value;
    }
}

/// <summary>Which notices to list.</summary>
public sealed record NoticeFilter
{
    /// <summary>Types; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Keys; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Those of all users; needs an admin.</summary>
    public bool AllUsers { get; init; }

    /// <summary>Only those that repeated after this <see cref="Notice.Cursor"/>.</summary>
    public string? After { get; init; }

    /// <summary>How long to wait for one when there is none yet; null for not at all.</summary>
    public TimeSpan? Wait { get; init; }
}
