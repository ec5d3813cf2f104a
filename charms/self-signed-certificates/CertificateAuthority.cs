using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Howdah.Interfaces;

namespace Howdah.Charms.SelfSignedCertificates;

/// <summary>
/// A CA, and for some time the one before it.
/// <para>
/// Invariant: whoever trusts either of the two accepts every certificate that either has signed. What the former signed is good because
/// it is trusted still; what the new one signs comes with <see cref="Cross"/>, by which the former vouches for the new one.
/// </para>
/// </summary>
internal sealed record CertificateAuthority
{
    private const int SerialBytes = 16;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Its private key, PEM (PKCS#8).</summary>
    public required string PrivateKey { get; init; }

    /// <summary>Its certificate, PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>The certificate of the former CA, PEM; null when there is none that is still trusted.</summary>
    public string? Former { get; init; }

    /// <summary>The new CA's name and key, signed by the former; there when <see cref="Former"/> is.</summary>
    public string? Cross { get; init; }

    /// <summary>Until when the former one is trusted; there when <see cref="Former"/> is.</summary>
    public DateTimeOffset? FormerUntil { get; init; }

    /// <summary>What to trust, the CA itself first.</summary>
    public IReadOnlyList<string> Trusted => Former is null ? [Certificate] : [Certificate, Former];

    /// <summary>What has to be handed out beside a certificate and the CA.</summary>
    private IReadOnlyList<string> Between => Former is null ? [Certificate] : [Cross!, Certificate, Former];

    /// <summary>Its name.</summary>
    public string CommonName => Own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset ExpiresAt => CertificateChain.EndOf(Own);

    private X509Certificate2 Own => X509Certificate2.CreateFromPem(Certificate);

    /// <summary>A new CA.</summary>
    public static CertificateAuthority Create(string commonName, TimeSpan validity, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // No two CAs have the same name: a verifier chooses among them by it.
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        name.Add("2.5.4.5", RandomNumberGenerator.GetHexString(8, lowercase: true));
        using var certificate = Describe(new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256)).CreateSelfSigned(now - Skew, now + validity);
        return new() { PrivateKey = key.ExportPkcs8PrivateKeyPem() + "\n", Certificate = Pem(certificate) };
    }

    /// <summary>A new CA that takes over from this one.</summary>
    /// <param name="commonName">Its name.</param>
    /// <param name="validity">For how long it holds.</param>
    /// <param name="overlap">For how long this one is trusted beside it.</param>
    /// <param name="now">The time.</param>
    public CertificateAuthority Rotate(string commonName, TimeSpan validity, TimeSpan overlap, DateTimeOffset now)
    {
        var next = Create(commonName, validity, now);
        using var certificate = next.Own;
        using var former = Own;
        var request = Describe(new CertificateRequest(certificate.SubjectName, certificate.PublicKey, HashAlgorithmName.SHA256));
        var until = Earlier(now + overlap, ExpiresAt);
        using var cross = Sign(request, former, Earlier(until, next.ExpiresAt), now);
        return next with { Former = Certificate, Cross = Pem(cross), FormerUntil = until };
    }

    /// <summary>The same without the former one.</summary>
    public CertificateAuthority Retire() => this with { Former = null, Cross = null, FormerUntil = null };

    /// <summary>The certificate for a request, with what goes with it: the last one while it holds, else a new one.</summary>
    /// <param name="csr">The request.</param>
    /// <param name="last">What was handed out for it before; null for nothing.</param>
    /// <param name="validity">For how long a new one holds.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when the request is none, or not signed by the key that it is for.</returns>
    public IssuedCertificate? Issue(string csr, IssuedCertificate? last, TimeSpan validity, DateTimeOffset now)
    {
        var certificate = last is not null && Signed(last.Certificate, now) ? last.Certificate : Sign(csr, validity, now);
        return certificate is null ? null : new(csr, certificate, Certificate, [certificate, .. Between]);
    }

    private bool Signed(string certificate, DateTimeOffset now)
    {
        try
        {
            return CertificateChain.Holds(CertificateChain.Parse(certificate), CertificateChain.Parse(Certificate), now);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string? Sign(string csr, TimeSpan validity, DateTimeOffset now)
    {
        CertificateRequest asked;
        try
        {
            asked = CertificateRequest.LoadSigningRequestPem(
                csr, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }

        // Of what a request asks for only its names are taken: it may not make itself a CA.
        var request = new CertificateRequest(asked.SubjectName, asked.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (CertificateNames.FindAlternatives(asked) is { } names)
        {
            request.CertificateExtensions.Add(names);
        }

        using var own = Own;
        using var certificate = Sign(request, own, Earlier(now + validity, ExpiresAt), now);
        return Pem(certificate);
    }

    private X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, DateTimeOffset until, DateTimeOffset now)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PrivateKey);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Skew, until, RandomNumberGenerator.GetBytes(SerialBytes));
    }

    private static CertificateRequest Describe(CertificateRequest authority)
    {
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        return authority;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
