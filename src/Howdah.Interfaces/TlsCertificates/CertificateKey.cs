using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Howdah.Interfaces;

/// <summary>The private key of a certificate: RSA, or an elliptic curve of NIST.</summary>
public sealed class CertificateKey : IDisposable
{
    private const int LeastRsaBits = 2048;
    private readonly AsymmetricAlgorithm key;

    private CertificateKey(AsymmetricAlgorithm key) => this.key = key;

    /// <summary>A new one, on the curve P-256: as strong as RSA with 3072 bits, and a handshake costs the server a tenth.</summary>
    public static CertificateKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key that a person gave, PEM or base64 of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="refusal">Why it cannot be used, without a word of it; null when it can.</param>
    public static CertificateKey? Find(string text, out string? refusal)
    {
        var pem = FromBase64(text);
        refusal = pem switch
        {
            _ when !pem.Contains("-----BEGIN ", StringComparison.Ordinal) => "it is neither PEM nor base64 of PEM",
            _ when pem.Contains("ENCRYPTED", StringComparison.Ordinal) => "it is encrypted: give it without its passphrase (openssl pkey -in FILE)",
            _ when !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) => "it holds no private key",
            _ => null,
        };
        if (refusal is not null)
        {
            return null;
        }

        if (Import(pem) is not { } key)
        {
            refusal = "it is no key of RSA or of an elliptic curve";
            return null;
        }

        if (key.key is RSA { KeySize: < LeastRsaBits } rsa)
        {
            refusal = $"it has {rsa.KeySize} bits; {LeastRsaBits} are the least for RSA";
            key.Dispose();
            return null;
        }

        return key;
    }

    /// <summary>Reads a key that was written by <see cref="ToPem"/>.</summary>
    public static CertificateKey Parse(string pem) => Find(pem, out var refusal) ?? throw new InvalidDataException($"the private key cannot be read: {refusal}");

    /// <summary>The key, PEM (PKCS#8).</summary>
    public string ToPem() => key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Asks for a certificate.</summary>
    /// <param name="names">Whom it shall be for.</param>
    /// <returns>The request, PEM (PKCS#10). No two are the same, so that one can ask anew.</returns>
    public string Request(CertificateNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(names.CommonName);
        subject.Add(Oids.UniqueIdentifier, Guid.NewGuid().ToString());
        var request = key is RSA rsa
            ? new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject.Build(), (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.ToExtension());
        return request.CreateSigningRequestPem() + "\n";
    }

    /// <summary>Whether a certificate is of this key.</summary>
    public bool IsOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private static string FromBase64(string text)
    {
        try
        {
            return text.Contains("-----", StringComparison.Ordinal) ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return text;
        }
    }

    private static CertificateKey? Import(string pem)
    {
        foreach (var candidate in (AsymmetricAlgorithm[])[ECDsa.Create(), RSA.Create()])
        {
            try
            {
                candidate.ImportFromPem(pem);
                return new(candidate);
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                candidate.Dispose();
            }
        }

        return null;
    }
}
