using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>How a unit goes: a primary hands over first, PostgreSQL stops in good order, the cluster forgets the member.</summary>
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
            await HandOverAsync(cancellation);
            await StopAsync(cancellation);
        }

        PeersOrNull?.SetState(MemberRole.Unknown, 0);
        await ForgetAsync(cancellation);
        Stored[Leaving] = "true";
    }

    private async Task HandOverAsync(CancellationToken cancellation)
    {
        if (FindKnownPasswords() is not { } known || Own() is not { } own
            || await FindPrimaryAsync(cancellation) is not { } primary || !string.Equals(primary.Unit, Unit.Name, StringComparison.Ordinal))
        {
            return;
        }

        using var patroni = new PatroniClient(own.Address, known.Of(SystemUsers.Patroni));
        var candidates = await Switchover.FindCandidatesAsync(patroni, App.Name, cancellation);
        var heir = peers!.Members.FirstOrDefault(m => candidates.Contains(m.Unit, StringComparer.Ordinal) && m.Address.Length > 0);
        if (heir is not null && await new Switchover(known, Time).RunAsync(primary, heir, cancellation) is { } failure)
        {
            // Patroni hands over when it is stopped as well; it only takes longer.
            Log.Warning($"Could not hand over to {heir.Unit}: {failure}");
        }
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
