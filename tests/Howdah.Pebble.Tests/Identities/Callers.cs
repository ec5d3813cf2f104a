using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Howdah.Pebble.Tests.Identities;

/// <summary>Clients that come by one of the three ways, as one identity or another.</summary>
internal static class Callers
{
    /// <summary>The password of <see cref="Hash"/>.</summary>
    public const string Password = "secret";

    public const string Hash =
        "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.";

    public static HttpClient Unix(string path, string? name = null) => Client(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }, "http://localhost", name);

    public static HttpClient Http(string address, string? name = null) =>
        Client(new SocketsHttpHandler(), $"http://{address}", name);

    public static HttpClient Https(string address, X509Certificate2? certificate, string? name = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, server, _, _) =>
                server?.Issuer.StartsWith("CN=pebble-", StringComparison.Ordinal) is true,
        };
        if (certificate is not null) options.ClientCertificates = [certificate];
        return Client(new SocketsHttpHandler { SslOptions = options }, $"https://{address}", name);
    }

    /// <summary>A client's certificate, signed by itself.</summary>
    public static X509Certificate2 Certificate(string name, TimeSpan? life = null, string usage = "1.3.6.1.5.5.7.3.2")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-2), now + (life ?? TimeSpan.FromDays(1)));
    }

    private static HttpClient Client(SocketsHttpHandler handler, string address, string? name)
    {
        var client = new HttpClient(handler) { BaseAddress = new Uri(address) };
        if (name is null) return client;
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{Password}")));
        return client;
    }
}
