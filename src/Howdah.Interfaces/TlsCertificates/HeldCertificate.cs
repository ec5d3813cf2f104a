using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Howdah.Interfaces;

/// <summary>
/// What a unit keeps in its secret: the key and the certificate that it serves with, and what it last asked for. When the key of the
/// request is another than that of the certificate, both are there until the new certificate comes.
/// </summary>
internal sealed record HeldCertificate
{
    private const string KeyName = "key";
    private const string NextKeyName = "next-key";
    private const string RequestName = "csr";
    private const string CertificateName = "cert";
    private const string CaName = "cauth";

    private string? Key { get; init; }

    private string? Next { get; init; }

    private string? Shown { get; init; }

    private string? Trusted { get; init; }

    /// <summary>The request, PEM; null while there is none.</summary>
    public string? Request { get; private init; }

    /// <summary>The certificate; null while there is none.</summary>
    public ServerCertificate? Certificate => Key is null || Shown is null || Trusted is null ? null : new(Key, Shown, Trusted, CertificateChain.EndOf(Leaf(Shown)));

    /// <summary>When another is asked for: after two thirds of the time for which this one holds. Null while there is none.</summary>
    public DateTimeOffset? RenewAt => Shown is null ? null : DueAt(Leaf(Shown));

    /// <summary>What a secret holds.</summary>
    public static HeldCertificate Of(IReadOnlyDictionary<string, string>? content) => content is null ? new() : new()
    {
        Key = content.GetValueOrDefault(KeyName),
        Next = content.GetValueOrDefault(NextKeyName),
        Request = content.GetValueOrDefault(RequestName),
        Shown = content.GetValueOrDefault(CertificateName),
        Trusted = content.GetValueOrDefault(CaName),
    };

    /// <summary>Whether it is time to ask for another certificate than this one.</summary>
    public static bool IsDue(IssuedCertificate issued, DateTimeOffset now) => DueAt(Leaf(issued.Certificate)) <= now;

    /// <summary>What the secret is to hold; empty when there is nothing to keep.</summary>
    public Dictionary<string, string> ToContent() => new (string Name, string? Value)[]
        {
            (KeyName, Key), (NextKeyName, Next), (RequestName, Request), (CertificateName, Shown), (CaName, Trusted),
        }
        .Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value!, StringComparer.Ordinal);

    /// <summary>Whether the request is for these names.</summary>
    public bool AsksFor(CertificateNames names) => CertificateNames.Of(CertificateRequest.LoadSigningRequestPem(
        Request!, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1)).AreSameAs(names);

    /// <summary>The key of the request.</summary>
    public CertificateKey NextKey() => CertificateKey.Parse(Next ?? Key!);

    /// <summary>With a new request, of the same key; one is made when there is none.</summary>
    public HeldCertificate AskAnew(CertificateNames names)
    {
        using var key = (Next ?? Key) is null ? CertificateKey.Generate() : NextKey();
        return this with { Key = Key ?? key.ToPem(), Request = key.Request(names) };
    }

    /// <summary>With another key and a request of it.</summary>
    public HeldCertificate WithKey(CertificateKey? given, CertificateNames names)
    {
        using var made = given is null ? CertificateKey.Generate() : null;
        var key = given ?? made!;
        var pem = key.ToPem();
        return this with { Key = Shown is null ? pem : Key, Next = Shown is null ? null : pem, Request = key.Request(names) };
    }

    /// <summary>With the certificate that the request was answered with.</summary>
    public HeldCertificate With(IssuedCertificate issued) => this with
    {
        Key = Next ?? Key, Next = null, Shown = CertificateChain.Shown(issued), Trusted = CertificateChain.Trusted(issued),
    };

    /// <summary>Without certificate and request.</summary>
    public HeldCertificate WithoutCertificate() => this with { Key = Next ?? Key, Next = null, Request = null, Shown = null, Trusted = null };

    private static X509Certificate2 Leaf(string pem) => CertificateChain.Parse(pem)[0];

    private static DateTimeOffset DueAt(X509Certificate2 certificate) =>
        CertificateChain.EndOf(certificate) - ((certificate.NotAfter - certificate.NotBefore) / 3);
}
