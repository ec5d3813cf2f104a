using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// Asks this member's own Patroni how it is. Both ways are tried, as it changes between them a moment after its configuration does; and
/// nothing is verified, as nothing is told to it and all that it can say is a number.
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "Nothing is told to the server, and all that it can say is a number.")]
internal static class RestStatus
{
    private static readonly char[] Separators = [' ', '\r'];

    /// <summary>The status code of its answer; null when it does not answer in time.</summary>
    /// <param name="url">What to ask, with the way to try first.</param>
    /// <param name="patience">How long each way may take.</param>
    internal static int? Find(Uri url, TimeSpan patience)
    {
        var isTls = url.Scheme == Uri.UriSchemeHttps;
        return Ask(url, isTls, patience) ?? Ask(url, !isTls, patience);
    }

    private static int? Ask(Uri url, bool isTls, TimeSpan patience)
    {
        using var cancellation = new CancellationTokenSource(patience);
        try
        {
            return AskAsync(url, isTls, cancellation.Token).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<int?> AskAsync(Uri url, bool isTls, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.DnsSafeHost, url.Port, cancellation);
        await using var plain = new NetworkStream(socket);
        await using Stream stream = isTls ? new SslStream(plain) : plain;
        if (stream is SslStream secured)
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = url.DnsSafeHost, RemoteCertificateValidationCallback = (_, _, _, _) => true }, cancellation);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.0\r\nHost: {url.Authority}\r\n\r\n"), cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        // HTTP/1.0 200 OK
        return (await reader.ReadLineAsync(cancellation))?.Split(Separators) is [_, var status, ..]
            && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
