using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Native;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Howdah.Pebble.Api;

/// <summary>Who sent a request, and how.</summary>
/// <param name="Transport">The way it came.</param>
/// <param name="Uid">The user at the other end of the Unix socket, as the kernel says.</param>
/// <param name="Name">The identity that it was recognised as; null when none.</param>
/// <param name="Role">What it may do.</param>
internal sealed record Caller(Transport Transport, uint? Uid, string? Name, Role Role)
{
    private const int SolSocket = 1, SoPeerCred = 17;

    public bool IsAdmin => Role is Role.Admin;

    /// <summary>Whether it is somebody in particular.</summary>
    public bool IsKnown => Uid is not null || Name is not null;

    public static Caller Of(HttpContext context, IdentityStore identities) => TransportOf(context) switch
    {
        Transport.Unix => Unix(context, identities),
        Transport.Https => new Caller(Transport.Https, null, ByCertificate(context, identities)),
        _ => new Caller(Transport.Http, null, ByPassword(context, identities)),
    };

    public static Transport TransportOf(HttpContext context) =>
        context.Features.Get<TlsPeer>() is not null ? Transport.Https
        : context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily is AddressFamily.Unix ? Transport.Unix : Transport.Http;

    private Caller(Transport transport, uint? uid, Identity? identity)
        : this(transport, uid, identity?.Name, identity?.Role ?? Role.Nobody)
    {
    }

    private static Caller Unix(HttpContext context, IdentityStore identities)
    {
        if (PeerOf(context.Features.Get<IConnectionSocketFeature>()!.Socket) is not { } uid) return new Caller(Transport.Unix, null, null);
        var byUser = new Caller(Transport.Unix, uid, null, uid == 0 || uid == (uint)Libc.GetUid() ? Role.Admin : Role.Read);
        var identity = HasPassword(context) ? ByPassword(context, identities) : identities.Local(uid);
        return identity is null ? byUser : new Caller(Transport.Unix, uid, identity);
    }

    // Null when the client has hung up already.
    private static uint? PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        try
        {
            return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == 12 ? BitConverter.ToUInt32(credentials[4..8]) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private static Identity? ByCertificate(HttpContext context, IdentityStore identities) =>
        context.Features.Get<TlsPeer>()!.Certificate is { Length: > 0 } der ? identities.Certificate(der) : null;

    private static bool HasPassword(HttpContext context) => Credentials(context) is not null;

    private static Identity? ByPassword(HttpContext context, IdentityStore identities) =>
        Credentials(context) is var (name, password) ? identities.Basic(name, password) : null;

    private static (string Name, string Password)? Credentials(HttpContext context)
    {
        const string Scheme = "Basic ";
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var count)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}

/// <summary>The other end of a TLS connection. Its certificate is compared as bytes, so nobody asks for more than those.</summary>
internal sealed class TlsPeer(ReadOnlyMemory<byte> certificate) : ITlsConnectionFeature
{
    /// <summary>The certificate (DER).</summary>
    public ReadOnlyMemory<byte> Certificate { get; } = certificate;

    X509Certificate2? ITlsConnectionFeature.ClientCertificate { get; set; }

    Task<X509Certificate2?> ITlsConnectionFeature.GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
}
