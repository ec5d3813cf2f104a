using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Howdah.Interfaces;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<SigningRequest>))]
[JsonSerializable(typeof(List<IssuedCertificate>))]
internal sealed partial class TlsCertificatesJson : JsonSerializerContext
{
    public const string Requests = "certificate_signing_requests";
    public const string Certificates = "certificates";

    /// <summary>What the other side said; nothing when it is not of the interface, as that is not ours to trust.</summary>
    public static IReadOnlyList<SigningRequest> ReadRequests(string? json) =>
        [.. Read(json, Default.ListSigningRequest).Where(r => r.CertificateSigningRequest is { Length: > 0 })];

    /// <inheritdoc cref="ReadRequests"/>
    public static IReadOnlyList<IssuedCertificate> ReadCertificates(string? json) =>
    [
        .. Read(json, Default.ListIssuedCertificate)
            .Where(c => c is { CertificateSigningRequest.Length: > 0, Certificate.Length: > 0, Ca.Length: > 0 })
            .Select(c => c with { Chain = [.. (c.Chain ?? []).OfType<string>()] }),
    ];

    private static IEnumerable<T> Read<T>(string? json, JsonTypeInfo<List<T>> type)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(json) ? [] : (JsonSerializer.Deserialize(json, type) ?? []).Where(one => one is not null);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
