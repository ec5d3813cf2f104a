using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Substrate.Machine.Units;

/// <summary>What the substrate remembers of a unit, so that it can observe and remove it without being told again.</summary>
/// <param name="Containers">Its workload containers.</param>
/// <param name="AgentDirectory">The folder that holds the copy of its charm.</param>
/// <param name="CharmRevision">What the copy of the charm was made of.</param>
internal sealed record UnitPlan(IReadOnlyList<string> Containers, string AgentDirectory, string CharmRevision)
{
    /// <summary>The plan in a file; null when there is none.</summary>
    public static UnitPlan? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), UnitPlanJson.Default.UnitPlan);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it as a whole.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, UnitPlanJson.Default.UnitPlan));
}

/// <summary>JSON of a <see cref="UnitPlan"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(UnitPlan))]
internal sealed partial class UnitPlanJson : JsonSerializerContext;
