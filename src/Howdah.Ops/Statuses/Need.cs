using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Ops;

/// <summary>
/// What a status waits for, in words for programs. It goes beside the status into the state that the controller keeps for the unit
/// (<c>state-set howdah.need</c>), where <c>howdah why</c> finds it; Juju keeps it and does not mind.
/// </summary>
/// <param name="Kind"><c>relation</c>, <c>option</c>, <c>unit</c>, <c>container</c>, or a word of the charm's own.</param>
/// <param name="Name">Which one.</param>
public sealed record Need(string Kind, string Name)
{
    private const string Key = "howdah.need";

    /// <summary>A relation of this endpoint, or what its other side has to say.</summary>
    public static Need Relation(string endpoint) => new("relation", endpoint);

    /// <summary>A value, or another value, of this option.</summary>
    public static Need Option(string name) => new("option", name);

    /// <summary>Another unit, <c>app/0</c>, that has to be done first.</summary>
    public static Need Unit(string name) => new("unit", name);

    /// <summary>What this container runs.</summary>
    public static Need Container(string name) => new("container", name);

    /// <summary>Says it, for as long as the unit shows this status.</summary>
    internal void Say(HookTools tools, Status status)
    {
        var said = JsonSerializer.Serialize(new SaidNeed(status.Word, status.Message, Kind, Name), NeedJson.Default.SaidNeed);
        tools.RunWithInput(
            JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = said }, OpsJson.Default.DictionaryStringString),
            "state-set", "--file", "-");
    }
}

/// <summary>A need with the status that it belongs to.</summary>
internal sealed record SaidNeed(string Status, string Message, string Kind, string Name);

/// <summary>JSON of a <see cref="SaidNeed"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SaidNeed))]
internal sealed partial class NeedJson : JsonSerializerContext;
