using System.Security.Cryptography;
using System.Text;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tls;

/// <summary>The key that this daemon is known by, and the certificate that it signs for itself: made at the first start, kept in
/// files.</summary>
internal sealed class ServerIdentity : IDisposable
{
    private const int FolderMode = 0x1C0, FileMode = 0x180, ShortName = 8;
    private readonly Ed25519Key _key;

    private ServerIdentity(Ed25519Key key, byte[] certificate)
    {
        (_key, Certificate) = (key, certificate);
        Authority = new CertificateAuthority(key);
        Fingerprint = FingerprintOf(key);
    }

    /// <summary>The self-signed certificate (DER).</summary>
    public byte[] Certificate { get; }

    public CertificateAuthority Authority { get; }

    /// <summary>What clients know this daemon by: base32 of SHA-384 of the public key.</summary>
    public string Fingerprint { get; }

    /// <summary>Loads key and certificate of a configuration folder, making what is missing.</summary>
    /// <exception cref="StartException">They cannot be used.</exception>
    public static ServerIdentity Load(string directory, DateTimeOffset now)
    {
        var key = Ed25519Key.FromPem(LoadOrMake(Path.Combine(directory, "identity"), "key.pem", NewKey))
            ?? throw new StartException($"cannot use {GoQuote.Quote(Path.Combine(directory, "identity", "key.pem"))}: it holds no Ed25519 key in PKCS#8 PEM");
        var path = Path.Combine(directory, "tls", "identity.pem");
        string NewCertificate()
        {
            var name = $"pebble-{FingerprintOf(key)[..ShortName].ToLowerInvariant()}";
            return PemEncoding.WriteString("CERTIFICATE", new CertificateAuthority(key).IssueOwn(name, now)) + "\n";
        }
        var pem = LoadOrMake(Path.GetDirectoryName(path)!, Path.GetFileName(path), NewCertificate);
        return PemEncoding.TryFind(pem, out var fields) && pem.AsSpan()[fields.Label] is "CERTIFICATE"
            ? new ServerIdentity(key, Convert.FromBase64String(pem[fields.Base64Data]))
            : throw new StartException($"cannot use {GoQuote.Quote(path)}: it holds no certificate in PEM");
    }

    public void Dispose() => _key.Dispose();

    private static string NewKey()
    {
        using var key = Ed25519Key.Create();
        return key.ToPem();
    }

    private static string LoadOrMake(string folder, string name, Func<string> make)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, (UnixFileMode)FolderMode);
            CheckMode(folder, FolderMode);
            if (!File.Exists(path)) Write(path, make());
            CheckMode(path, FileMode);
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot use {GoQuote.Quote(path)}: {failure.Message}");
        }
    }

    private static void Write(string path, string content)
    {
        var temporary = path + "~";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = (UnixFileMode)FileMode,
        }))
        {
            file.Write(Encoding.ASCII.GetBytes(content));
            file.Flush(flushToDisk: true);
        }
        _ = Libc.Chmod(temporary, FileMode);
        File.Move(temporary, path);
    }

    private static void CheckMode(string path, int expected)
    {
        var mode = (int)File.GetUnixFileMode(path);
        if (mode != expected)
        {
            throw new StartException($"expected permission 0o{Convert.ToString(expected, 8)} (got 0o{Convert.ToString(mode, 8)}) for {GoQuote.Quote(path)}");
        }
    }

    private static string FingerprintOf(Ed25519Key key)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var part in SHA384.HashData(key.PublicKey))
        {
            (bits, count) = ((bits << 8 | part) & 0xFFFF, count + 8);
            for (; count >= 5; count -= 5) text.Append(Alphabet[bits >> (count - 5) & 31]);
        }
        if (count > 0) text.Append(Alphabet[bits << (5 - count) & 31]);
        return text.ToString();
    }
}
