using System.Globalization;
using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.SelfSignedCertificates;

/// <summary>A CA that signs what the units of related applications ask for.</summary>
public sealed class SelfSignedCertificatesCharm : ReconcilingCharm
{
    private const string CommonName = "ca-common-name";

    private readonly TlsCertificatesProvider certificates;
    private readonly CertificateTransferProvider transfer;
    private Validity? validity;
    private CertificateAuthority? authority;

    /// <summary>The charm.</summary>
    public SelfSignedCertificatesCharm(CharmContext context)
        : base(context)
    {
        certificates = new(context);
        transfer = new(context);
        ReconcileOn(
        [
            On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus, .. certificates.Events, .. transfer.Events,
        ]);
        Observe(On.Action("get-ca-certificate"), Show);
        Observe(On.Action("rotate-ca"), RotateAsync);
        Observe(On.Action("retire-ca"), RetireAsync);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("read the options", CheckOptions),
        new("have a CA", EnsureAuthority),
        new("sign what is asked for", Sign),
        new("tell whom to trust", TellTrusted),
    ];

    private StepResult CheckOptions()
    {
        validity = Validity.Find(Config.GetString, out var refusal);
        return refusal is { } wrong ? Blocked(wrong.Reason).For(Need.Option(wrong.Option))
            : Config.GetString(CommonName) is { Length: > 0 and <= 64 } ? Done
            : Blocked($"{CommonName} must have 1 to 64 characters").For(Need.Option(CommonName));
    }

    private StepResult EnsureAuthority()
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        var now = Time.GetUtcNow();
        var current = FindAuthority();
        var wanted = current ?? CertificateAuthority.Create(Config.GetString(CommonName)!, validity!.Authority, now);
        if (wanted.FormerUntil <= now)
        {
            wanted = wanted.Retire();
        }

        // A certificate must not outlive its CA, so the next CA comes while this one holds for two of them.
        var isDue = wanted.ExpiresAt - now < validity!.Certificate * 2 || !string.Equals(wanted.CommonName, Config.GetString(CommonName), StringComparison.Ordinal);
        if (isDue && wanted.Former is null)
        {
            wanted = Rotated(wanted);
        }

        Save(wanted);
        return isDue && wanted.FormerUntil is { } until && wanted.CommonName != Config.GetString(CommonName)
            ? Waiting($"a CA with the name of {CommonName} is made when the former one is no longer trusted, at {Text(until)}, or after the action retire-ca").AndGoOn()
            : Done;
    }

    private StepResult Sign()
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        var refused = 0;
        foreach (var relation in certificates.Relations)
        {
            var issued = TlsCertificatesProvider.GetIssued(relation).ToLookup(c => c.CertificateSigningRequest, StringComparer.Ordinal);
            var requests = TlsCertificatesProvider.GetRequests(relation);
            var signed = requests.Where(r => !r.IsCa)
                .Select(r => authority!.Issue(r.CertificateSigningRequest, issued[r.CertificateSigningRequest].FirstOrDefault(), validity!.Certificate, Time.GetUtcNow()))
                .OfType<IssuedCertificate>().ToList();
            refused += requests.Count - signed.Count;
            TlsCertificatesProvider.Publish(relation, signed);
        }

        return refused == 0 ? Done : Blocked($"{refused} requests are not signed: they ask to be a CA, or are not of the key that they are for").AndGoOn();
    }

    // One unit speaks for the CA; what another said while it led is taken back.
    private StepResult TellTrusted()
    {
        transfer.Publish(Unit.IsLeader ? authority!.Trusted : []);
        return Done;
    }

    private void Show(ActionEvent e)
    {
        if (FindLedAuthority(e) is not { } shown)
        {
            return;
        }

        e.SetResult("ca-certificate", shown.Certificate);
        if (shown is { Former: { } former, FormerUntil: { } until })
        {
            e.SetResult("former-ca-certificate", former);
            e.SetResult("former-trusted-until", Text(until));
        }
    }

    private async Task RotateAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (FindLedAuthority(e) is not { } former)
        {
            return;
        }

        if (former.FormerUntil is { } until)
        {
            e.Fail($"The former CA is still trusted, until {Text(until)}: end that with the action retire-ca first");
            return;
        }

        if (CheckOptions().Status is { } wrong)
        {
            e.Fail(wrong.Message);
            return;
        }

        var next = Rotated(former);
        Save(next);
        await ReconcileAsync(cancellation);
        e.SetResult("ca-certificate", next.Certificate);
        e.SetResult("former-trusted-until", Text(next.FormerUntil!.Value));
    }

    private async Task RetireAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (FindLedAuthority(e) is not { } current)
        {
            return;
        }

        if (current.Former is null)
        {
            e.Fail("There is no former CA that is still trusted");
            return;
        }

        Save(current.Retire());
        await ReconcileAsync(cancellation);
        e.SetResult("ca-certificate", current.Certificate);
    }

    private CertificateAuthority? FindLedAuthority(ActionEvent e)
    {
        if (!Unit.IsLeader)
        {
            e.Fail("The action can be run only on leader unit");
            return null;
        }

        if (FindAuthority() is { } found)
        {
            return found;
        }

        e.Fail("There is no CA yet: try again when the unit is active");
        return null;
    }

    private CertificateAuthority Rotated(CertificateAuthority former)
    {
        Log.Info($"A new CA takes over from {former.CommonName}");
        return former.Rotate(Config.GetString(CommonName)!, validity!.Authority, validity.Overlap, Time.GetUtcNow());
    }

    private CertificateAuthority? FindAuthority() =>
        authority ??= Model.FindSecret(AuthoritySecret.Label, refresh: true) is { } secret ? AuthoritySecret.Read(secret.GetContent()) : null;

    private void Save(CertificateAuthority wanted)
    {
        if (wanted == authority)
        {
            return;
        }

        authority = wanted;
        if (Model.FindSecret(AuthoritySecret.Label) is { } secret)
        {
            secret.SetContent(AuthoritySecret.Write(wanted));
        }
        else
        {
            App.AddSecret(AuthoritySecret.Write(wanted), new() { Label = AuthoritySecret.Label });
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
