using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Howdah.Interfaces;

/// <summary>Whom a certificate is for.</summary>
/// <param name="CommonName">The name that people know it by, of at most 64 characters.</param>
/// <param name="Hosts">The host names that clients connect by.</param>
/// <param name="Addresses">The IP addresses that clients connect by.</param>
public sealed record CertificateNames(string CommonName, IReadOnlyList<string> Hosts, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The names that a request is for.</summary>
    public static CertificateNames Of(CertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var names = FindAlternatives(request);
        return new(
            request.SubjectName.EnumerateRelativeDistinguishedNames()
                .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == Oids.CommonName)?.GetSingleElementValue() ?? "",
            [.. names?.EnumerateDnsNames() ?? []],
            [.. names?.EnumerateIPAddresses() ?? []]);
    }

    /// <summary>Whether both are for the same, in whatever order.</summary>
    public bool AreSameAs(CertificateNames other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return string.Equals(CommonName, other.CommonName, StringComparison.Ordinal)
            && Hosts.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(other.Hosts)
            && Addresses.ToHashSet().SetEquals(other.Addresses);
    }

    /// <summary>The alternative names of a request; null when it has none.</summary>
    public static X509SubjectAlternativeNameExtension? FindAlternatives(CertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CertificateExtensions.FirstOrDefault(e => e.Oid?.Value == Oids.AlternativeNames) is { } found
            ? new X509SubjectAlternativeNameExtension(found.RawData, found.Critical)
            : null;
    }

    internal X509Extension ToExtension()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in Hosts)
        {
            names.AddDnsName(host);
        }

        foreach (var address in Addresses)
        {
            names.AddIpAddress(address);
        }

        return names.Build();
    }
}
