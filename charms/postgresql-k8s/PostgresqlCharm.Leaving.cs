using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Poolers;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Ops;
using Howdah.Pebble.Client;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>How a unit goes: PostgreSQL stops in good order, by which a primary hands over, and the cluster forgets the member.</summary>
public sealed partial class PostgresqlCharm
{
    private Task LeaveAsync(StorageEvent e, CancellationToken cancellation) => LeaveAsync(cancellation);

    private Task LeaveAsync(LifecycleEvent e, CancellationToken cancellation) => LeaveAsync(cancellation);

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        if (Stored[Leaving] is not null)
        {
            return;
        }

        Unit.Status = Status.Maintenance("leaving the cluster");
        if (await workload.IsRunningAsync(cancellation))
        {
            await using var pools = await HoldPoolsAsync(cancellation);
            await StopAsync(cancellation);
            pools?.Keep();
        }

        PeersOrNull?.SetState(MemberRole.Unknown, 0);
        await ForgetAsync(cancellation);
        Stored[Leaving] = "true";
    }

    /// <summary>
    /// A primary that goes has the transactions of poolers wait for the next one, a replica has them read elsewhere; those that do not end
    /// within seconds fail.
    /// </summary>
    private async Task<HeldPools?> HoldPoolsAsync(CancellationToken cancellation)
    {
        if (FindKnownPasswords() is not { } known || Own() is not { } own)
        {
            return null;
        }

        try
        {
            await using (var session = await OpenAsync(own)("postgres"))
            {
                if ((await ServerState.ReadAsync(session, cancellation)).Role == MemberRole.Primary)
                {
                    return await HeldPools.HoldAsync(OpenAsync(own), Time, cancellation);
                }
            }

            if (PeersOrNull?.View.Primary is { } primary)
            {
                await PoolerOrders.LeaveAsync(own.Address, OpenAsync(primary), Time, cancellation);
            }

            return null;
        }
        catch (NpgsqlException error)
        {
            Log.Info($"PostgreSQL does not answer before it is stopped: {error.Message}");
            return null;
        }

        Func<string, Task<PostgresSession>> OpenAsync(MemberState member) =>
            database => PostgresSession.OpenAsync(member.Address, known.Of(SystemUsers.Operator), database, cancellation);
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        try
        {
            await workload.StopAsync(cancellation);
        }
        catch (PebbleException error)
        {
            // The container goes with the unit, and with it all that is left.
            Log.Warning($"PostgreSQL did not stop in good order: {error.Message}");
        }
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        if (PeersOrNull?.ClusterId is null || store.Find() is not { } found
            || await FindApiAsync(found, cancellation) is not { } api)
        {
            return;
        }

        using var keys = new EtcdKeys(found.Endpoints, api);
        if (!await keys.DeleteAsync($"{Namespace}{App.Name}/members/{Unit.HostName}", cancellation))
        {
            Log.Info("The store does not answer; it forgets this member by itself when its time to live is over.");
        }
    }

    private async Task<StoreApi?> FindApiAsync(Howdah.Interfaces.EtcdGrant found, CancellationToken cancellation)
    {
        try
        {
            return await workload.FindPatroniAsync(cancellation) is { } version
                ? StoreApis.Choose(version, found.Version ?? "").Api
                : null;
        }
        catch (PebbleException)
        {
            return null;
        }
    }
}
