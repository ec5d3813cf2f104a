using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Howdah.Pebble.Tls;

/// <summary>Signs certificates with an Ed25519 key.</summary>
internal sealed class CertificateAuthority(Ed25519Key key) : X509SignatureGenerator
{
    // AlgorithmIdentifier and SubjectPublicKeyInfo of RFC 8410: the object identifier 1.3.101.112 without parameters.
    private static readonly byte[] _algorithm = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70];
    private static readonly byte[] _publicKeyHead = [0x30, 0x2a, .. _algorithm, 0x03, 0x21, 0x00];

    /// <summary>How long the authority's own certificate lives.</summary>
    private static readonly TimeSpan _authorityLife = TimeSpan.FromDays(10 * 366);

    /// <summary>How long the certificate lives that the server shows.</summary>
    private static readonly TimeSpan _leafLife = TimeSpan.FromHours(1);

    // Clocks of clients may be a little behind.
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(1);

    /// <summary>The authority's certificate, signed by itself (DER).</summary>
    public byte[] IssueOwn(string commonName, DateTimeOffset now)
    {
        var name = new X500DistinguishedName($"CN={commonName}");
        var request = new CertificateRequest(name, BuildPublicKey(), HashAlgorithmName.SHA512);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        using var made = request.Create(name, this, now - _skew, now + _authorityLife, Serial());
        return made.RawData;
    }

    /// <summary>A server certificate for a key (DER), and when it ends.</summary>
    public (byte[] Der, DateTimeOffset Ends) IssueLeaf(byte[] authority, Ed25519Key leaf, DateTimeOffset now)
    {
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        // A name other than the issuer's, or verifiers take it for one that is signed by itself.
        var request = new CertificateRequest(new X500DistinguishedName("CN=pebble"), PublicKeyOf(leaf), HashAlgorithmName.SHA512);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.Create(issuer.SubjectName, this, now - _skew, now + _leafLife, Serial());
        return (made.RawData, now + _leafLife);
    }

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => _algorithm;

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data);

    protected override PublicKey BuildPublicKey() => PublicKeyOf(key);

    private static PublicKey PublicKeyOf(Ed25519Key key) =>
        System.Security.Cryptography.X509Certificates.PublicKey.CreateFromSubjectPublicKeyInfo(
            [.. _publicKeyHead, .. key.PublicKey], out _);

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
