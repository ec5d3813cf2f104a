using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Howdah.Pebble.Tls;

/// <summary>What every TLS connection starts from: TLS 1.3, a client certificate of any issuer, and a server certificate that is
/// renewed in time.</summary>
internal sealed unsafe class TlsSettings(ServerIdentity identity, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _renewBefore = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private nint _context;
    private DateTimeOffset _ends;

    public string Fingerprint => identity.Fingerprint;

    /// <summary>A new connection's session; the caller disposes of it.</summary>
    public TlsSession NewSession()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_context == 0 || now > _ends - _renewBefore) Renew(now);
            return new TlsSession(OpenSsl.New(_context));
        }
    }

    public void Dispose()
    {
        OpenSsl.ContextFree(_context);
        identity.Dispose();
    }

    // Connections hold on to the context that they were made from.
    private void Renew(DateTimeOffset now)
    {
        using var key = Ed25519Key.Create();
        var (leaf, ends) = identity.Authority.IssueLeaf(identity.Certificate, key, now);
        var context = OpenSsl.ContextNew(OpenSsl.ServerMethod());
        fixed (byte* der = leaf, authority = identity.Certificate)
        {
            var at = authority;
            var chain = OpenSsl.CertificateRead(0, &at, identity.Certificate.Length);
            if (OpenSsl.ContextControl(context, OpenSsl.SetMinimumVersion, OpenSsl.Tls13, 0) != 1
                || OpenSsl.ContextCertificate(context, leaf.Length, der) != 1
                || OpenSsl.ContextKey(context, key.Handle) != 1
                || chain == 0 || OpenSsl.ContextControl(context, OpenSsl.ExtraChainCertificate, 0, chain) != 1)
            {
                OpenSsl.ContextFree(context);
                throw new CryptographicException("OpenSSL does not take the server's certificate");
            }
        }
        // Without tickets and cache every connection makes a whole handshake, and shows its certificate.
        _ = OpenSsl.ContextControl(context, OpenSsl.SetSessionCacheMode, 0, 0);
        _ = OpenSsl.ContextTickets(context, 0);
        OpenSsl.ContextVerify(context, OpenSsl.VerifyPeer | OpenSsl.FailWithoutPeerCertificate, 0);
        OpenSsl.ContextVerifyBy(context, &AnyCertificate, 0);
        OpenSsl.ContextFree(_context);
        (_context, _ends) = (context, ends);
    }

    // Who it is, is found out by comparing with the identities; the handshake itself proves that the client has the key.
    [UnmanagedCallersOnly]
    private static int AnyCertificate(nint store, nint argument) => 1;
}
