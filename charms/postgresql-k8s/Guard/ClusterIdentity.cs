namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// Patroni's key <c>initialize</c>: the member that makes the cluster creates it empty and writes the system identifier once the cluster is
/// made. Patroni itself never takes back an empty one whose maker died.
/// </summary>
internal sealed class ClusterIdentity(GuardSettings settings, Store store)
{
    /// <summary>The empty key as it was when it was last looked at; null when there was none.</summary>
    internal StoreEntry? Pending { get; private set; }

    /// <summary>What the store says now.</summary>
    internal Identity FindIdentity()
    {
        var found = store.Read(settings.KeyBeside("initialize"));
        Pending = found is [{ Value: "" } pending] ? pending : null;
        return found switch
        {
            null => Identity.Unknown,
            [] => Identity.None,
            _ => Pending is null ? Identity.Known : Identity.Pending,
        };
    }

    /// <summary>Lets any member make the cluster, unless the key is another by now than the one that was looked at.</summary>
    internal void Withdraw()
    {
        if (Pending is { } pending)
        {
            store.Delete(pending);
        }
    }
}
