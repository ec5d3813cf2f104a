using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Engine.Models;

namespace Howdah.Engine.Why;

/// <summary>
/// What a charm says it waits for, in words for programs: a state key (<c>state-set</c>), which every Juju keeps and none minds. It counts only
/// while the unit shows the status that it was said with.
/// </summary>
/// <param name="Status">The status it was said with.</param>
/// <param name="Message">That status's message.</param>
/// <param name="Kind">One of <see cref="ReasonKind"/>.</param>
/// <param name="Name">Which one.</param>
internal sealed record CharmNeed(string Status, string Message, string Kind, string Name)
{
    /// <summary>The key.</summary>
    public const string Key = "howdah.need";

    /// <summary>What the unit's charm says; null when it says nothing, or said it of another status.</summary>
    public static CharmNeed? Of(UnitRecord unit)
    {
        try
        {
            return unit.State.TryGetValue(Key, out var json)
                && JsonSerializer.Deserialize(json, CharmNeedJson.Default.CharmNeed) is { Kind: not null, Name: not null } need
                && need.Status == unit.Workload.Current && need.Message == unit.Workload.Message
                ? need
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>JSON of a <see cref="CharmNeed"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CharmNeed))]
internal sealed partial class CharmNeedJson : JsonSerializerContext;
