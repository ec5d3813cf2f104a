using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s.Tls;

/// <summary>Verifies members by the CAs of the cluster and nothing else: the machine's own list of CAs does not count.</summary>
internal static class TrustedAuthorities
{
    /// <summary>A handler for <see cref="HttpClient"/>.</summary>
    /// <param name="find">Gives the CAs, PEM, anew for each connection, as they change; null for none.</param>
    internal static SocketsHttpHandler Handler(Func<string?> find) => new()
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, chain, errors) => Accept(shown, chain, errors, find()) },
    };

    private static bool Accept(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, string? trusted) =>
        trusted is not null && shown is X509Certificate2 certificate && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
        && CertificateChain.Holds([certificate, .. chain?.ChainPolicy.ExtraStore ?? []], CertificateChain.Parse(trusted), DateTimeOffset.UtcNow);
}
