using System.Globalization;

namespace Howdah.Charms.SelfSignedCertificates;

/// <summary>A CA as it lies in the application's secret.</summary>
internal static class AuthoritySecret
{
    internal const string Label = "ca-certificates";
    private const string PrivateKey = "private-key";
    private const string Certificate = "ca-certificate";
    private const string Former = "former-ca-certificate";
    private const string Cross = "cross-certificate";
    private const string FormerUntil = "former-until";

    internal static CertificateAuthority Read(IReadOnlyDictionary<string, string> content) => new()
    {
        PrivateKey = content[PrivateKey],
        Certificate = content[Certificate],
        Former = content.GetValueOrDefault(Former),
        Cross = content.GetValueOrDefault(Cross),
        FormerUntil = content.TryGetValue(FormerUntil, out var until) ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) : null,
    };

    internal static Dictionary<string, string> Write(CertificateAuthority authority) => new (string Key, string? Value)[]
        {
            (PrivateKey, authority.PrivateKey),
            (Certificate, authority.Certificate),
            (Former, authority.Former),
            (Cross, authority.Cross),
            (FormerUntil, authority.FormerUntil?.ToString("O", CultureInfo.InvariantCulture)),
        }
        .Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!, StringComparer.Ordinal);
}
