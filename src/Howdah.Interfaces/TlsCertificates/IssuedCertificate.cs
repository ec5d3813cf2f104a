namespace Howdah.Interfaces;

/// <summary>A certificate as <c>tls-certificates</c> hands it out. Everything is PEM.</summary>
/// <param name="CertificateSigningRequest">What it was asked for with.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Ca">The CA that signed it.</param>
/// <param name="Chain">What stands between it and the CAs to trust, and these CAs; often with the certificate itself.</param>
public sealed record IssuedCertificate(string CertificateSigningRequest, string Certificate, string Ca, IReadOnlyList<string> Chain)
{
    /// <summary>It must not be used any longer.</summary>
    public bool? Revoked { get; init; }
}
