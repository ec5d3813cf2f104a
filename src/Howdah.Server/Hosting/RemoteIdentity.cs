using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Howdah.Server.Api;

namespace Howdah.Server.Hosting;

/// <summary>What callers over TLS know the engine by, and know their tokens from. Made when it is first needed, and kept in the engine's folder.</summary>
/// <param name="Certificate">The certificate, signed by itself: clients pin its fingerprint.</param>
/// <param name="Tokens">The tokens.</param>
internal sealed record RemoteIdentity(X509Certificate2 Certificate, Tokens Tokens) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Years = 20;

    /// <summary>SHA-256 of the certificate, in hexadecimal.</summary>
    public string Fingerprint => Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Loads it from a folder, making what is missing.</summary>
    /// <exception cref="StartException">It can't be used.</exception>
    public static RemoteIdentity Load(string folder, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            var pem = Path.Combine(folder, "certificate.pem");
            var key = Path.Combine(folder, "tokens.key");
            Make(pem, () => System.Text.Encoding.ASCII.GetBytes(NewCertificate(time.GetUtcNow())));
            Make(key, () => RandomNumberGenerator.GetBytes(Tokens.KeyLength));
            return new RemoteIdentity(X509Certificate2.CreateFromPemFile(pem, pem), new Tokens(File.ReadAllBytes(key)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException($"cannot use the certificate and the key in {folder}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    // In place at once or not at all: half a key would be another one.
    private static void Make(string path, Func<byte[]> content)
    {
        if (File.Exists(path))
        {
            return;
        }

        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(content());
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
    }

    private static string NewCertificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=howdah", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
