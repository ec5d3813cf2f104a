using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Howdah.Pebble.Identities;

/// <summary>Reads client certificates, and says whether one may be used now. Needs OpenSSL on this system.</summary>
internal static class CertificateCheck
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether OpenSSL 3 can be loaded. The runtime ends the whole process when it needs it and can't.</summary>
    public static bool HasOpenSsl { get; } = NativeLibrary.TryLoad("libssl.so.3", out _);

    /// <summary>What is wrong with the bytes as a certificate; null when nothing is.</summary>
    public static string? Problem(ReadOnlyMemory<byte> der)
    {
        if (!HasOpenSsl) return "this needs OpenSSL 3 (libssl.so.3), which this system does not have";
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return null;
        }
        catch (CryptographicException)
        {
            return "x509: malformed certificate";
        }
    }

    /// <summary>Whether it is signed by itself, in date, and made for clients.</summary>
    public static bool IsValidClient(ReadOnlyMemory<byte> der)
    {
        if (!HasOpenSsl) return false;
        using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}
