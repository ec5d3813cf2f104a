using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Notices;

/// <summary>A notice as the API and the state file show it.</summary>
internal static class NoticeJson
{
    public static void Write(Utf8JsonWriter json, Notice notice)
    {
        json.WriteStartObject();
        json.WriteString("id", notice.Id);
        if (notice.UserId is { } user) json.WriteNumber("user-id", user);
        else json.WriteNull("user-id");
        json.WriteString("type", notice.Type);
        json.WriteString("key", notice.Key);
        GoTime.WriteUtc(json, "first-occurred", notice.FirstOccurred);
        GoTime.WriteUtc(json, "last-occurred", notice.LastOccurred);
        GoTime.WriteUtc(json, "last-repeated", notice.LastRepeated);
        json.WriteNumber("occurrences", notice.Occurrences);
        if (notice.LastData.Count > 0)
        {
            json.WriteStartObject("last-data");
            foreach (var (key, value) in notice.LastData) json.WriteString(key, value);
            json.WriteEndObject();
        }
        if (notice.RepeatAfter is { } repeat && repeat != TimeSpan.Zero) json.WriteString("repeat-after", GoDuration.Format(repeat));
        json.WriteString("expire-after", GoDuration.Format(Notice.ExpireAfter));
        json.WriteEndObject();
    }

    public static Notice Read(JsonElement json)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (json.TryGetProperty("last-data", out var entries))
        {
            foreach (var entry in entries.EnumerateObject()) data[entry.Name] = entry.Value.GetString() ?? "";
        }
        return new Notice
        {
            Id = json.GetProperty("id").GetString()!,
            UserId = json.GetProperty("user-id") is { ValueKind: JsonValueKind.Number } user ? user.GetUInt32() : null,
            Type = json.GetProperty("type").GetString()!,
            Key = json.GetProperty("key").GetString()!,
            FirstOccurred = GoTime.Parse(json.GetProperty("first-occurred").GetString()!) ?? default,
            LastOccurred = GoTime.Parse(json.GetProperty("last-occurred").GetString()!) ?? default,
            LastRepeated = GoTime.Parse(json.GetProperty("last-repeated").GetString()!) ?? default,
            Occurrences = json.GetProperty("occurrences").GetInt32(),
            LastData = data,
            RepeatAfter = json.TryGetProperty("repeat-after", out var repeat) ? GoDuration.Parse(repeat.GetString()!) : null,
        };
    }
}
