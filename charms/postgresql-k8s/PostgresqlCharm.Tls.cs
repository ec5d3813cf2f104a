using System.Net;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Tls;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>How the members come to TLS, and leave it again when the relation goes.</summary>
public sealed partial class PostgresqlCharm
{
    private const string Certificates = "certificates";
    private const string BackToPlain = "back-to-plain";

    private readonly TlsCertificatesRequirer certificates;
    private readonly CertificateTransferRequirer received;

    private TlsStage Stage => TlsDecision.StageOf(new()
    {
        HasCertificate = certificates.Find() is not null,
        IsRelated = certificates.Relation is not null,
        IsAgreed = peers!.RequiresTls,
        OthersRequire = peers.Members.Any(m => m.Unit != Unit.Name && m.Tls == TlsStage.Required) || VerifyingPoolers.Any(),
    });

    private bool IsReturningToPlain => Stored[BackToPlain] is not null && certificates.Find() is not null;

    // On the way back only: it costs hook commands for each client.
    private IEnumerable<string> VerifyingPoolers => certificates.Relation is null && certificates.Find() is not null
        ? providers[Database].Relations.SelectMany(PooledClients.FindVerifying)
        : [];

    /// <summary>The CAs by which this unit verifies other members; null while it does not.</summary>
    private string? Trusted => Stage == TlsStage.Required ? certificates.Find()!.Trusted : null;

    private PatroniTls? PatroniTls => Stage is TlsStage.Plain
        ? null
        : new(TlsFiles.PathOf(certificates.Find()!), WorkloadPaths.Trusted, IsRequired: Stage == TlsStage.Required)
        {
            ClientAuthorities = ClientAuthorities.Length == 0 ? null : WorkloadPaths.ClientAuthorities,
        };

    private string ClientAuthorities => string.Concat(received.Find().OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Value));

    // Clients connect by address or by name; on Kubernetes also by those of the services. pgBackRest looks at host names only, so the
    // address is one too.
    private CertificateNames Names
    {
        get
        {
            var (host, cluster) = ($"{Unit.HostName}.{App.Name}-endpoints", $"{Model.Name}.svc.cluster.local");
            return new(
                Unit.HostName,
                [Unit.HostName, host, $"{host}.{cluster}", $"{App.Name}-primary.{cluster}", $"{App.Name}-replicas.{cluster}", address],
                [IPAddress.Parse(address)]);
        }
    }

    private StepResult FindCertificate()
    {
        if (certificates.Relation is not { } relation)
        {
            return Done;
        }

        Stored[BackToPlain] = null;
        certificates.Request(Names);
        passwords!.Trusted = Trusted;
        if (certificates.Find() is { } held)
        {
            return held.ExpiresAt > Time.GetUtcNow()
                ? Done
                : Blocked($"the certificate has expired and {relation.RemoteApp} has not signed another").For(Need.Relation(Certificates)).AndGoOn();
        }

        // One who comes to a cluster that requires TLS could not verify the primary.
        var waiting = Waiting($"waiting for {relation.RemoteApp} to sign a certificate").For(Need.Relation(Certificates));
        return peers!.RequiresTls ? waiting : waiting.AndGoOn();
    }

    /// <summary>Says how this unit's PostgreSQL takes connections: what it does, not what it was told to.</summary>
    private void TellTls(ServerState state) => peers!.SetTls(!state.HasTls ? TlsStage.Plain : Stage == TlsStage.Required ? TlsStage.Required : TlsStage.Offered);

    private async Task<StepResult> AgreeOnTlsAsync(CancellationToken cancellation)
    {
        var members = peers!.Members.Where(m => m.Address.Length > 0).Select(m => m.Tls).ToList();
        if (Unit.IsLeader && TlsDecision.IsAgreed(peers.RequiresTls, certificates.Relation is not null, members) is var agreed && agreed != peers.RequiresTls)
        {
            Log.Info(agreed ? "All members have certificates; TLS is required from now on" : "TLS is no longer required");
            peers.SetRequiresTls(agreed);
            passwords!.Trusted = Trusted;
            // No event tells us what we said ourselves.
            await RunAsync(cancellation);
        }

        if (certificates.Relation is not null || certificates.Find() is null)
        {
            return Done;
        }

        Stored[BackToPlain] = "true";
        if (Stage != TlsStage.Plain || peers.Own.Tls != TlsStage.Plain)
        {
            return VerifyingPoolers.ToList() is { Count: > 0 } poolers
                ? Waiting($"waiting for {string.Join(", ", poolers)} to take connections without TLS").For(Need.Relation(Database)).AndGoOn()
                : Maintenance("returning to connections without TLS").AndGoOn();
        }

        certificates.Forget();
        await RunAsync(cancellation);
        return Done;
    }

    private async Task SetPrivateKeyAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (certificates.Relation is null)
        {
            e.Fail("There is nobody to sign a certificate: howdah integrate postgresql-k8s:certificates self-signed-certificates");
            return;
        }

        if (FindKnownPasswords() is null || Own() is not { } own)
        {
            e.Fail("The unit has no address yet: try again when it is active");
            return;
        }

        address = own.Address;
        var text = e.Params.GetString("private-key");
        string? refusal = null;
        using var key = text is null ? null : CertificateKey.Find(text, out refusal);
        if (refusal is not null)
        {
            e.Fail($"The private key cannot be used: {refusal}");
            return;
        }

        certificates.SetKey(key, Names);
        await ReconcileAsync(cancellation);
        e.SetResult("result", "a certificate for the key is asked for; the one in use stays until it is signed");
    }
}
