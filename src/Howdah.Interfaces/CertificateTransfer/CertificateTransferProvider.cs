using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The side of <c>certificate_transfer</c> (version 0) that has CAs to trust.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class CertificateTransferProvider(CharmContext context, string endpoint = "send-ca-cert")
    : CharmObject(context, $"certificate-transfer-provider.{endpoint}")
{
    internal const string Certificate = "certificate";
    internal const string Ca = "ca";
    internal const string Chain = "chain";
    internal const string Version = "version";

    /// <summary>The events after which there may be somebody new to tell.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <summary>Tells every relation of the CAs to trust, PEM, the present one first; none takes back what this unit said before.</summary>
    public void Publish(params IReadOnlyList<string> authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        var current = authorities.Count > 0 ? authorities[0] : null;
        foreach (var relation in Model.GetRelations(endpoint))
        {
            relation.UnitData.Update(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [Certificate] = current,
                [Ca] = current,
                [Chain] = current is null ? null : DataJson.WriteList(authorities),
                [Version] = current is null ? null : "0",
            });
        }
    }
}
