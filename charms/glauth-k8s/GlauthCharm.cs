using System.Net;
using Howdah.Charms.GlauthK8s.Directories;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.GlauthK8s;

/// <summary>A directory of people and groups, which related applications read with an account of their own.</summary>
public sealed partial class GlauthCharm : ReconcilingCharm
{
    private const string Peers = "glauth-peers";
    private const string ServerKey = "server";
    private const string Certificates = "certificates";
    private const string BaseDn = "base_dn";
    private const string Storage = "/var/lib/ldap";
    private const string PasswordKey = "password";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly PathOptions Secret = new()
    {
        User = SlapdLayer.User,
        Group = SlapdLayer.User,
        Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static readonly PathOptions OwnFolder = new()
    {
        MakeParents = true,
        User = SlapdLayer.User,
        Group = SlapdLayer.User,
        Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
    };

    private readonly LdapProvider clients;
    private readonly TlsCertificatesRequirer certificates;
    private readonly CertificateTransferProvider transfer;
    private readonly Container container;
    private string address = "";

    /// <summary>The charm.</summary>
    public GlauthCharm(CharmContext context)
        : base(context)
    {
        clients = new(context);
        certificates = new(context);
        transfer = new(context);
        container = Model.GetContainer(SlapdLayer.Container);
        var workload = On.Container(SlapdLayer.Container);
        ReconcileOn(
            [
                On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus,
                workload.PebbleReady, workload.CheckFailed, workload.CheckRecovered,
            ]);
        ReconcileOn(On.Relation(Peers).Created, On.Relation(Peers).Changed);
        ReconcileOn([.. clients.Events, .. certificates.Events, .. transfer.Events]);
        Observe(On.Relation("ldap").Broken, OnClientGone);
        ObserveActions();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("read the options", CheckOptions),
        new("choose the unit that has the directory", ChooseServer),
        new("have a certificate", FindCertificate),
        new("find its ports free", FindPortsAsync),
        new("run slapd", RunAsync),
        new("make the directory", MakeDirectoryAsync),
        new("give accounts to applications", ServeAsync),
        new("tell whom to trust", TellTrusted),
    ];

    private GlauthOptions Options => field ??= Config.Load(GlauthJson.Default.GlauthOptions);

    private LdapDirectory Directory => field ??= new(new(Options.BaseDn), SlapdPaths.Workload.LocalUrl, (command, input, cancellation) => container.RunAsync(
        new(command) { User = SlapdLayer.User, Group = SlapdLayer.User, Timeout = ProgramPatience }, input, cancellation));

    private string? Server => Model.GetRelation(Peers)?.RemoteAppData.Find(ServerKey);

    private StepResult CheckOptions()
    {
        var refusal = Options.FindRefusal()
            ?? (Stored[BaseDn] is { } made && !string.Equals(made, Options.BaseDn, StringComparison.Ordinal)
                ? $"base_dn is '{Options.BaseDn}'; allowed: {made}, with which the directory was made"
                : null);
        return refusal is null ? Done : Blocked(refusal).For(Need.Option(BaseDn));
    }

    private StepResult ChooseServer()
    {
        if (Model.GetRelation(Peers) is not { } peers)
        {
            return Waiting("waiting for the peer relation");
        }

        if (Unit.IsLeader && Server is null)
        {
            peers.AppData.Set(ServerKey, Unit.Name);
        }

        return Server switch
        {
            null => Waiting("waiting for the leader to name the unit that has the directory"),
            var name when string.Equals(name, Unit.Name, StringComparison.Ordinal) => Done,
            var name => Blocked($"the directory is on one unit, which is {name}: remove this one"),
        };
    }

    private StepResult FindCertificate()
    {
        if (Model.GetNetwork(Peers).BindAddress is not { } own)
        {
            return Waiting("waiting for an address");
        }

        address = own;
        if (certificates.Relation is not { } relation)
        {
            return Blocked($"Missing relation: {Certificates} (howdah integrate {App.Name}:{Certificates} self-signed-certificates)")
                .For(Need.Relation(Certificates));
        }

        certificates.Request(new(Unit.HostName, [Unit.HostName, $"{Unit.HostName}.{App.Name}-endpoints"], [IPAddress.Parse(address)]));
        return certificates.Find() is null
            ? Waiting($"waiting for {relation.RemoteApp} to sign a certificate").For(Need.Relation(Certificates))
            : Done;
    }

    private async Task<StepResult> FindPortsAsync(CancellationToken cancellation) =>
        await container.FindServiceAsync(SlapdLayer.Service, cancellation) is { IsRunning: true } ? Done : FreePorts(SlapdLayer.Port, SlapdLayer.TlsPort);

    private async Task<StepResult> RunAsync(CancellationToken cancellation)
    {
        var paths = SlapdPaths.Workload;
        var certificate = certificates.Find()!;
        if (!string.Equals((await container.Pebble.FindFileAsync(Storage, cancellation))?.User, SlapdLayer.User, StringComparison.Ordinal))
        {
            await container.RunAsync(new("chown", $"{SlapdLayer.User}:{SlapdLayer.User}", Storage), cancellationToken: cancellation);
        }

        await container.MakeDirectoryAsync(paths.Database, OwnFolder, cancellation);
        await container.MakeDirectoryAsync(paths.Sockets, OwnFolder, cancellation);
        var changed = await container.EnsureFileAsync(paths.Configuration, new SlapdConfiguration(Directory.Names, paths).Render(), Secret, cancellation)
            | await container.EnsureFileAsync(paths.PrivateKey, certificate.PrivateKey, Secret, cancellation)
            | await container.EnsureFileAsync(paths.Certificate, certificate.Certificates, Secret, cancellation);
        try
        {
            if (!await container.EnsureLayerAsync(SlapdLayer.Service, SlapdLayer.Of(paths, address), cancellation) && changed)
            {
                // slapd reads its files at its start only.
                await container.RestartAsync(SlapdLayer.Service, cancellation);
            }
        }
        catch (PebbleChangeException error)
        {
            return Blocked($"slapd does not start: {error.Message}");
        }

        return Done;
    }

    // slapd answers a fraction of a second after its start and no event tells; afterwards its check does.
    private async Task<StepResult> MakeDirectoryAsync(CancellationToken cancellation)
    {
        for (var begun = Time.GetTimestamp(); !await Directory.AnswersAsync(cancellation);)
        {
            if (Time.GetElapsedTime(begun) > Patience)
            {
                return Waiting("slapd does not answer").For(Need.Container(SlapdLayer.Container));
            }

            await Task.Delay(Pause, Time, cancellation);
        }

        await Directory.EnsureTopAsync(cancellation);
        Stored[BaseDn] = Options.BaseDn;
        return Done;
    }

    private async Task<StepResult> ServeAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        var requests = clients.GetRequests().ToDictionary(AccountOf, StringComparer.Ordinal);
        var known = await Directory.GetServicesAsync(cancellation);
        foreach (var gone in known.Except(requests.Keys, StringComparer.Ordinal))
        {
            await Directory.RemoveServiceAsync(gone, cancellation);
        }

        foreach (var (account, request) in requests)
        {
            // An account whose password no secret has is from a hook that did not come to its end.
            var password = clients.FindPassword(request);
            var isThere = known.Contains(account, StringComparer.Ordinal);
            if (isThere && password is null)
            {
                await Directory.RemoveServiceAsync(account, cancellation);
            }

            if (!isThere || password is null)
            {
                await Directory.AddServiceAsync(account, password ??= GeneratedPassword.Create(), cancellation);
            }

            clients.Publish(request, new(Options.BaseDn, Directory.Names.Service(account), password)
            {
                Urls = [SlapdLayer.Url(address)],
                TlsUrls = [SlapdLayer.TlsUrl(address)],
                StartTls = true,
            });
        }

        return Done;
    }

    private StepResult TellTrusted()
    {
        transfer.Publish([.. CertificateChain.Parse(certificates.Find()!.Trusted).Select(c => c.ExportCertificatePem() + "\n")]);
        return Done;
    }

    private static string AccountOf(LdapRequest request) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"relation-{request.Relation.Id}");

    // When it is this unit that goes, the account stays with the directory.
    private void OnClientGone(RelationBrokenEvent e)
    {
        if (Unit.IsLeader)
        {
            clients.Withdraw(e.Relation);
        }
    }
}
