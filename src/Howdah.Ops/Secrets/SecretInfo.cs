using System.Globalization;
using System.Text.Json;

namespace Howdah.Ops;

/// <summary>What the owner of a secret knows about it.</summary>
/// <param name="Id">Its URI.</param>
/// <param name="Revision">The latest that is committed.</param>
/// <param name="Label">Its label.</param>
/// <param name="Description">Its description.</param>
/// <param name="Expires">When it expires.</param>
/// <param name="Rotation">How often it is replaced.</param>
/// <param name="Rotates">When it is replaced next.</param>
public sealed record SecretInfo(
    string Id,
    int Revision,
    string? Label,
    string? Description,
    DateTimeOffset? Expires,
    SecretRotation Rotation,
    DateTimeOffset? Rotates)
{
    internal static SecretInfo Parse(JsonElement answer, string modelUuid)
    {
        var (id, info) = answer.EnumerateObject().Select(p => (p.Name, p.Value)).First();
        return new SecretInfo(
            modelUuid.Length > 0 ? $"secret://{modelUuid}/{id}" : $"secret:{id}",
            info.TryGetProperty("revision", out var revision) ? revision.GetInt32() : 0,
            Text(info, "label"),
            Text(info, "description"),
            Time(info, "expiry"),
            Enum.TryParse<SecretRotation>(Text(info, "rotation"), ignoreCase: true, out var rotation)
                ? rotation
                : SecretRotation.Never,
            Time(info, "rotates"));
    }

    private static string? Text(JsonElement info, string key) =>
        info.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement info, string key) =>
        Text(info, key) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
}
