using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>What the container has for people of a directory: the files of the library of LDAP and of the synchroniser, and its service.</summary>
internal sealed class LdapWorkload(Container container)
{
    private const string Folder = WorkloadPaths.Storage + "/ldap";
    private const string Settings = Folder + "/sync.json";
    private const string Password = Folder + "/bind-password";
    private const string StateFile = Folder + "/state.json";
    private const string LibraryFile = "/etc/ldap/ldap.conf";
    private const string MachineAuthorities = "/etc/ssl/certs/ca-certificates.crt";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly PathOptions Secret = new() { User = WorkloadPaths.User, Group = WorkloadPaths.User, Permissions = OwnerOnly };

    private static readonly PathOptions OwnFolder = new()
    {
        MakeParents = true, User = WorkloadPaths.User, Group = WorkloadPaths.User, Permissions = OwnerOnly | UnixFileMode.UserExecute,
    };

    /// <summary>Makes all as it should be.</summary>
    /// <param name="access">The way to the directory.</param>
    /// <param name="hasAuthorities">Whether CAs came over <c>receive-ca-cert</c>; else those of the machine count.</param>
    /// <param name="map">The option <c>ldap_map</c>.</param>
    /// <param name="cancellation">Cancels it.</param>
    internal async Task EnsureAsync(LdapAccess access, bool hasAuthorities, string? map, CancellationToken cancellation)
    {
        var settings = new LdapSyncSettings
        {
            Urls = access.Urls,
            StartTls = access.StartTls,
            BaseDn = access.Grant.BaseDn,
            BindDn = access.Grant.BindDn,
            PasswordFile = Password,
            LibraryFile = LibraryFile,
            Filter = access.Filter,
            Map = map,
            Patroni = WorkloadPaths.Patroni,
            StateFile = StateFile,
        };
        await container.MakeDirectoryAsync(Folder, OwnFolder, cancellation);
        await container.EnsureFileAsync(
            LibraryFile, LdapConf.Render(hasAuthorities ? WorkloadPaths.ClientAuthorities : MachineAuthorities), new() { MakeParents = true }, cancellation);
        await container.EnsureFileAsync(Password, access.Grant.BindPassword, Secret, cancellation);
        await container.EnsureFileAsync(Settings, settings.ToJson(), Secret, cancellation);
        var executable = await container.EnsureOwnExecutableAsync(WorkloadPaths.Executables, "guard", cancellation);
        await container.EnsureLayerAsync(LdapSync.EntryPoint, LayerOf($"{executable} {LdapSync.EntryPoint} {Settings}", isOn: true), cancellation);
    }

    /// <summary>How the last look went; null before the first.</summary>
    internal async Task<LdapSyncState?> FindStateAsync(CancellationToken cancellation) =>
        LdapSyncState.Parse(await container.FindTextAsync(StateFile, cancellation));

    /// <summary>Takes it all away again.</summary>
    internal async Task RemoveAsync(CancellationToken cancellation)
    {
        if (await container.FindServiceAsync(LdapSync.EntryPoint, cancellation) is { } service)
        {
            if (service.IsRunning)
            {
                await container.StopAsync(LdapSync.EntryPoint, cancellation);
            }

            await container.AddLayerAsync(LdapSync.EntryPoint, LayerOf("true", isOn: false), cancellationToken: cancellation);
        }

        if (await container.ExistsAsync(Folder, cancellation))
        {
            await container.RemovePathAsync(Folder, recursive: true, cancellation);
        }
    }

    private static Layer LayerOf(string command, bool isOn) => new()
    {
        Services = new Dictionary<string, Service>(StringComparer.Ordinal)
        {
            [LdapSync.EntryPoint] = new(command)
            {
                Summary = "keeps roles as the directory says",
                Enabled = isOn,
                User = WorkloadPaths.User,
                Group = WorkloadPaths.User,
                OnSuccess = ServiceAction.Restart,
                OnFailure = ServiceAction.Restart,
                BackoffDelay = TimeSpan.FromMilliseconds(500),
                BackoffLimit = TimeSpan.FromSeconds(10),
            },
        },
    };
}
