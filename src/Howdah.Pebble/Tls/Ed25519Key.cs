using System.Security.Cryptography;

namespace Howdah.Pebble.Tls;

/// <summary>An Ed25519 key (RFC 8032).</summary>
internal sealed unsafe class Ed25519Key : IDisposable
{
    private const int Length = 32, SignatureLength = 64;

    // PKCS#8 of an Ed25519 key is this and the seed (RFC 8410).
    private static readonly byte[] _pkcs8Head =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    private readonly byte[] _seed;

    private Ed25519Key(byte[] seed)
    {
        _seed = seed;
        fixed (byte* bytes = seed) Handle = OpenSsl.KeyNew(OpenSsl.Ed25519, 0, bytes, Length);
        if (Handle == 0) throw new CryptographicException("OpenSSL does not take the Ed25519 key");
        PublicKey = new byte[Length];
        nuint count = Length;
        fixed (byte* bytes = PublicKey) _ = OpenSsl.KeyPublic(Handle, bytes, ref count);
    }

    /// <summary>OpenSSL's key.</summary>
    public nint Handle { get; }

    /// <summary>The raw public key.</summary>
    public byte[] PublicKey { get; }

    public static Ed25519Key Create()
    {
        var seed = new byte[Length];
        RandomNumberGenerator.Fill(seed);
        return new Ed25519Key(seed);
    }

    /// <summary>Reads a key from PEM (PKCS#8); null when it is none.</summary>
    public static Ed25519Key? FromPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem.AsSpan()[fields.Label] is not "PRIVATE KEY") return null;
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return der.Length == _pkcs8Head.Length + Length
            && der.AsSpan().StartsWith(_pkcs8Head) ? new Ed25519Key(der[_pkcs8Head.Length..]) : null;
    }

    public string ToPem() => PemEncoding.WriteString("PRIVATE KEY", [.. _pkcs8Head, .. _seed]) + "\n";

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        var digest = OpenSsl.DigestNew();
        try
        {
            fixed (byte* from = data, to = signature)
            {
                if (OpenSsl.SignBegin(digest, 0, 0, 0, Handle) != 1
                    || OpenSsl.Sign(digest, to, ref length, from, (nuint)data.Length) != 1)
                {
                    throw new CryptographicException("OpenSSL cannot sign with the Ed25519 key");
                }
            }
        }
        finally
        {
            OpenSsl.DigestFree(digest);
        }
        return signature;
    }

    public void Dispose() => OpenSsl.KeyFree(Handle);
}
