using System.Security.Cryptography;
using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The side of <c>certificate_transfer</c> (versions 0 and 1) that trusts the CAs of others.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class CertificateTransferRequirer(CharmContext context, string endpoint = "receive-ca-cert")
    : CharmObject(context, $"certificate-transfer-requirer.{endpoint}")
{
    /// <summary>The events after which the CAs may be others.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <summary>The CAs to trust, PEM, by the application that they come from. What is not PEM of certificates is left out.</summary>
    public IReadOnlyDictionary<string, string> Find() => Model.GetRelations(endpoint)
        .Select(relation => (Application: relation.RemoteApp, Text: Read(relation)))
        .Where(found => found.Text.Length > 0)
        .GroupBy(found => found.Application, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Concat(group.Select(g => g.Text)), StringComparer.Ordinal);

    private string Read(Relation relation)
    {
        var said = relation.Units.Order(StringComparer.Ordinal).Select(relation.DataOf)
            .SelectMany(data => DataJson.ReadList(data.Find(CertificateTransferProvider.Chain)).Append(data.Find(CertificateTransferProvider.Ca) ?? ""))
            .Concat(DataJson.ReadList(relation.RemoteAppData.Find("certificates")));
        try
        {
            return string.Concat(said.SelectMany(pem => CertificateChain.Parse(pem)).DistinctBy(c => c.Thumbprint, StringComparer.Ordinal)
                .Select(c => c.ExportCertificatePem() + "\n"));
        }
        catch (CryptographicException error)
        {
            Log.Warning($"The certificates of {relation.RemoteApp} cannot be read and are not trusted: {error.Message}");
            return "";
        }
    }
}
