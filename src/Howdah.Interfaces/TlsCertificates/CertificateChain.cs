using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Howdah.Interfaces;

/// <summary>Which certificates a server shows, and which it and its clients trust, out of what it was given.</summary>
public static class CertificateChain
{
    /// <summary>The certificate and those that stand between it and a CA, for the server to show: PEM, one after the other.</summary>
    /// <exception cref="CryptographicException">What was given is not PEM of certificates.</exception>
    public static string Shown(IssuedCertificate issued) => Join(Read(issued).Where(c => c.Position == 0 || !IsRoot(c.Certificate)));

    /// <summary>The CAs to trust: PEM, one after the other. While a CA takes over from another they are two.</summary>
    /// <exception cref="CryptographicException">What was given is not PEM of certificates.</exception>
    public static string Trusted(IssuedCertificate issued) => Join(Read(issued).Where(c => c.Position > 0 && IsRoot(c.Certificate)));

    /// <summary>Reads all certificates of a text.</summary>
    /// <exception cref="CryptographicException">It is not PEM of certificates.</exception>
    public static X509Certificate2Collection Parse(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return all;
    }

    /// <summary>Whether a certificate holds, now, for somebody who trusts only these CAs.</summary>
    /// <param name="shown">The certificate, first, and those between it and a CA.</param>
    /// <param name="trusted">The CAs.</param>
    /// <param name="now">The time.</param>
    public static bool Holds(X509Certificate2Collection shown, X509Certificate2Collection trusted, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(shown);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(shown);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return shown.Count > 0 && chain.Build(shown[0]);
    }

    /// <summary>Until when a certificate holds by itself.</summary>
    public static DateTimeOffset EndOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(certificate.NotAfter.ToUniversalTime());
    }

    private static List<(int Position, X509Certificate2 Certificate)> Read(IssuedCertificate issued)
    {
        ArgumentNullException.ThrowIfNull(issued);
        // The certificate itself is the first, wherever it stands in the chain.
        return
        [
            .. ((string[])[issued.Certificate, .. issued.Chain, issued.Ca]).SelectMany(pem => Parse(pem))
                .DistinctBy(c => c.Thumbprint, StringComparer.Ordinal).Select((c, position) => (position, c)),
        ];
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Join(IEnumerable<(int Position, X509Certificate2 Certificate)> certificates) =>
        string.Concat(certificates.Select(c => c.Certificate.ExportCertificatePem() + "\n"));
}
