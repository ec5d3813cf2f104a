using System.Net;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Restarts;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Tls;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>This unit's own member: its processes and what they do.</summary>
public sealed partial class PostgresqlCharm
{
    private const string WorkloadVersion = "workload-version";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReplayPatience = TimeSpan.FromSeconds(3);

    private Peers? peers;
    private Passwords? passwords;
    private EtcdGrant? grant;
    private string address = "";
    private string version = "";
    private MemberRole role;
    private TimeSpan patience;

    private async Task<StepResult> FindPortsAsync(CancellationToken cancellation) =>
        await workload.IsRunningAsync(cancellation) ? Done : FreePorts(Ports.Postgresql, Ports.Patroni);

    private async Task<StepResult> RunAsync(CancellationToken cancellation)
    {
        if (await workload.FindPatroniAsync(cancellation) is not { } patroni)
        {
            return Blocked("Patroni is not installed in the container postgresql");
        }

        if (await workload.FindBinDirectoryAsync(cancellation) is not { } programs)
        {
            return Blocked($"PostgreSQL is not installed in the container postgresql ({WorkloadPaths.Installations})");
        }

        var choice = StoreApis.Choose(patroni, grant!.Version ?? "");
        if (choice.Api is not { } api)
        {
            return Blocked(choice.Reason);
        }

        var configuration = PatroniConfigurationOf(api, programs) with { LocalParameters = LocalParameters };
        try
        {
            var isOut = Stage == TlsStage.Plain && peers!.Own.Tls == TlsStage.Plain;
            var files = new TlsFiles(isOut ? null : certificates.Find(), ClientAuthorities);
            await workload.EnsureAsync(configuration, GuardSettingsOf(api), files, checksTls: !isOut, cancellation);
        }
        catch (PebbleException error) when (volume!.FindShortage() is not null)
        {
            // The status says so already, and what was written before is still there.
            Log.Warning($"The files of {Unit.Name} could not be written: {error.Message}");
        }

        return Done;
    }

    private PatroniConfiguration PatroniConfigurationOf(StoreApi api, string programs) => new()
    {
        Scope = App.Name,
        Namespace = Namespace,
        Member = new(Unit.HostName, $"{Unit.HostName}.{App.Name}-endpoints", address),
        Store = new(api, [.. grant!.Endpoints.Select(e => new Uri(e).Authority)], new Uri(grant.Endpoints[0]).Scheme),
        RestApi = passwords!.Of(SystemUsers.Patroni),
        Users = new(
            passwords.Of(SystemUsers.Operator), passwords.Of(SystemUsers.Replication), passwords.Of(SystemUsers.Rewind)),
        Paths = new(WorkloadPaths.Data, programs, WorkloadPaths.Sockets, WorkloadPaths.PasswordFile),
        Dynamic = OfNewCluster,
        Tls = PatroniTls,
        Hba =
        [
            .. HbaRules.For(
                peers!.Members.Select(m => m.Address).Append(address).Where(a => a.Length > 0).Select(IPAddress.Parse), Stage == TlsStage.Required),
            // After all others, so that nobody who has a password here is looked up elsewhere.
            .. DirectoryRules,
        ],
    };

    private GuardSettings GuardSettingsOf(StoreApi api) => new()
    {
        Member = Unit.HostName,
        Command = ["patroni", WorkloadPaths.Patroni],
        DataDirectory = WorkloadPaths.Data,
        RestUrl = WorkloadLayer.LivenessUrl(address),
        StoreUrls = grant!.Endpoints,
        StoreApi = api,
        LeaderKey = $"{Namespace}{App.Name}/leader",
    };

    private async Task<StepResult> LookAsync(CancellationToken cancellation)
    {
        ServerState? state;
        try
        {
            state = await FindStatePatientlyAsync(cancellation);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            // It is being changed, and the secret's new revision is an event. Until then what we last said of ourselves holds.
            role = peers!.Own.Role;
            if (await RepairPasswordAsync(cancellation))
            {
                return await LookAsync(cancellation);
            }

            return Waiting($"waiting for the new password of {SystemUsers.Operator}").AndGoOn();
        }

        role = state is { Streaming: true } ? state.Role : MemberRole.Unknown;
        peers!.SetState(role, state?.Timeline ?? 0);
        if (state is not null)
        {
            TellTls(state);
            peers.SetConfiguration(state.Configuration, (Refusals.Count > 0 ? RestartNeed.None : RestartNeed.Of(state, Wanted.Parameters)).All);
        }

        if (state is { Streaming: true })
        {
            if (!string.Equals(Stored[WorkloadVersion], version, StringComparison.Ordinal))
            {
                Unit.SetWorkloadVersion(version);
                Stored[WorkloadVersion] = version;
            }

            return Done;
        }

        // What follows is the leader's work for the cluster and does not depend on this unit's own member.
        return state is null
            ? Maintenance(await DescribeAsync(cancellation)).AndGoOn()
            : Waiting("waiting for the primary to stream").AndGoOn();
    }

    private async Task<ServerState?> FindStatePatientlyAsync(CancellationToken cancellation)
    {
        var clock = Time.GetTimestamp();
        while (true)
        {
            var elapsed = Time.GetElapsedTime(clock);
            try
            {
                if (await FindStateAsync(cancellation) is var state && (state is { Streaming: true } || elapsed >= patience))
                {
                    return state;
                }
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword && elapsed < ReplayPatience)
            {
                // A replica learns of the new password a moment after the secret says it, and no event tells of that.
            }

            await Task.Delay(Pause, Time, cancellation);
        }
    }

    private async Task<ServerState?> FindStateAsync(CancellationToken cancellation)
    {
        await using var session = await FindOwnAsync(cancellation);
        version = session?.ServerVersion ?? version;
        return session is null ? null : await ServerState.ReadAsync(session, cancellation);
    }

    private async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        using var patroni = new PatroniClient(address, passwords!.Of(SystemUsers.Patroni));
        return (string?)(await patroni.FindMemberAsync(cancellation))?["state"] switch
        {
            "creating replica" => "copying the data of the primary",
            "initializing new cluster" or "running custom bootstrap script" => "making a new cluster",
            "start failed" => "PostgreSQL did not start; Patroni tries again",
            _ => "starting PostgreSQL",
        };
    }
}
