using System.Text.Json.Serialization;

namespace Howdah.Interfaces;

/// <summary>A request for a certificate, as a unit asks with over <c>tls-certificates</c>.</summary>
/// <param name="CertificateSigningRequest">The request, PEM (PKCS#10).</param>
/// <param name="IsCa">Whether the certificate shall be that of a CA.</param>
public sealed record SigningRequest(string CertificateSigningRequest, [property: JsonPropertyName("ca")] bool IsCa = false);
