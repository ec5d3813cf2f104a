using System.Text.Json;
using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The side of <c>tls-certificates</c> that signs.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class TlsCertificatesProvider(CharmContext context, string endpoint = "certificates")
    : CharmObject(context, $"tls-certificates-provider.{endpoint}")
{
    /// <summary>The events after which requests may be others.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <summary>The relations.</summary>
    public IReadOnlyList<Relation> Relations => Model.GetRelations(endpoint);

    /// <summary>What the units of a relation ask for, each once.</summary>
    public static IReadOnlyList<SigningRequest> GetRequests(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return
        [
            .. relation.Units.Order(StringComparer.Ordinal)
                .SelectMany(unit => TlsCertificatesJson.ReadRequests(relation.DataOf(unit).Find(TlsCertificatesJson.Requests)))
                .DistinctBy(request => request.CertificateSigningRequest, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was handed out over a relation; only on the leader.</summary>
    public static IReadOnlyList<IssuedCertificate> GetIssued(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return TlsCertificatesJson.ReadCertificates(relation.AppData.Find(TlsCertificatesJson.Certificates));
    }

    /// <summary>Hands out these certificates and no others; only on the leader. Saying the same again costs nothing.</summary>
    public static void Publish(Relation relation, IReadOnlyList<IssuedCertificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.AppData.Set(
            TlsCertificatesJson.Certificates, JsonSerializer.Serialize([.. certificates], TlsCertificatesJson.Default.ListIssuedCertificate));
    }
}
