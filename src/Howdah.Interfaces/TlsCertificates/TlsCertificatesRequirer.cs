using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>
/// The side of <c>tls-certificates</c> that has its certificates signed: one for each unit, whose key never leaves the unit's own secret.
/// </summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class TlsCertificatesRequirer(CharmContext context, string endpoint = "certificates")
    : CharmObject(context, $"tls-certificates-requirer.{endpoint}")
{
    private const string HasSecret = "has-secret";

    private HeldCertificate? held;

    /// <summary>The events after which the certificate may be another, or one has to be asked for.</summary>
    public IReadOnlyList<EventSource> Events => [.. On.Relation(endpoint).OfApplication, On.SecretExpired];

    /// <summary>The relation, or null when there is none.</summary>
    public Relation? Relation => Model.GetRelation(endpoint);

    // A unit that was never related has nothing, and asking for that would cost a command in each hook.
    private HeldCertificate Held => held ??= HeldCertificate.Of(
        Relation is null && Stored[HasSecret] is null ? null : Model.FindSecret(Label, refresh: true)?.GetContent());

    private string Label => $"{endpoint}.{App.Name}.unit";

    /// <summary>
    /// Asks for a certificate for these names, takes what was signed, and asks anew when the names are others, the certificate has lived
    /// for two thirds of its time, or it was revoked. Until another is there the last one stays. Saying the same again costs nothing.
    /// </summary>
    public void Request(CertificateNames names)
    {
        if (Relation is not { } relation)
        {
            return;
        }

        var wanted = Held;
        if (wanted.Request is null || !wanted.AsksFor(names))
        {
            wanted = wanted.AskAnew(names);
        }

        if (FindIssued(relation, wanted) is { } issued)
        {
            wanted = issued.Revoked == true || HeldCertificate.IsDue(issued, Time.GetUtcNow()) ? wanted.AskAnew(names) : wanted.With(issued);
        }

        Save(wanted);
        relation.UnitData.Set(
            TlsCertificatesJson.Requests,
            JsonSerializer.Serialize([new(wanted.Request!)], TlsCertificatesJson.Default.ListSigningRequest));
    }

    /// <summary>What the unit has; null while it has none. It stays when the relation goes, until <see cref="Forget"/>.</summary>
    public ServerCertificate? Find() => Held.Certificate;

    /// <summary>Forgets the certificate; the key stays for the next one.</summary>
    public void Forget() => Save(Held.WithoutCertificate());

    /// <summary>Gives the unit another key; its certificate stays until there is one for the new key.</summary>
    /// <param name="key">The key; null to have one made.</param>
    /// <param name="names">Whom the certificate is for.</param>
    public void SetKey(CertificateKey? key, CertificateNames names)
    {
        Save(Held.WithKey(key, names));
        Request(names);
    }

    // What does not fit is as if it were not there: a peer would refuse it, and the one that is in use is good.
    private IssuedCertificate? FindIssued(Relation relation, HeldCertificate wanted)
    {
        var answer = TlsCertificatesJson.ReadCertificates(relation.RemoteAppData.Find(TlsCertificatesJson.Certificates))
            .FirstOrDefault(c => SamePem(c.CertificateSigningRequest, wanted.Request!));
        if (answer is null || answer.Revoked == true)
        {
            return answer;
        }

        var problem = FindProblem(answer, wanted);
        if (problem is not null)
        {
            Log.Warning($"The certificate that {relation.RemoteApp} signed for {Unit.Name} is not used: {problem}");
        }

        return problem is null ? answer : null;
    }

    private string? FindProblem(IssuedCertificate answer, HeldCertificate wanted)
    {
        try
        {
            using var key = wanted.NextKey();
            var shown = CertificateChain.Parse(CertificateChain.Shown(answer));
            return !key.IsOf(shown[0]) ? "it is of another key"
                : !CertificateChain.Holds(shown, CertificateChain.Parse(CertificateChain.Trusted(answer)), Time.GetUtcNow())
                    ? "the CA that came with it has not signed it, or it is expired"
                    : null;
        }
        catch (CryptographicException error)
        {
            return error.Message;
        }
    }

    private void Save(HeldCertificate wanted)
    {
        var (before, after) = (Held.ToContent(), wanted.ToContent());
        held = wanted;
        Stored[HasSecret] = wanted.Certificate is null && Relation is null ? null : "true";
        if (after.Count == 0 || (before.Count == after.Count && !after.Except(before).Any()))
        {
            return;
        }

        // Its expiry is the event by which the next certificate is asked for in time.
        SecretOptions options = new() { Label = Label, Expire = wanted.RenewAt };
        if (Model.FindSecret(Label) is { } secret)
        {
            secret.SetContent(after);
            if (options.Expire is not null)
            {
                secret.SetOptions(new() { Expire = options.Expire });
            }
        }
        else
        {
            Unit.AddSecret(after, options);
        }
    }

    private static bool SamePem(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.Ordinal);
}
