namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// Patroni's key <c>initialize</c>: the member that makes the cluster creates it empty and writes the system identifier once the cluster is
/// made. Patroni itself never takes back an empty one whose maker died.
/// </summary>
internal sealed class ClusterIdentity(GuardSettings settings, Store store)
{
    /// <summary>What the store says now.</summary>
    internal Identity FindIdentity() => store.Read(settings.KeyBeside("initialize")) switch
    {
        null => Identity.Unknown,
        [] => Identity.None,
        [{ Value: "" }, ..] => Identity.Pending,
        _ => Identity.Known,
    };

    /// <summary>Lets any member make the cluster, if it is still pending.</summary>
    internal void Withdraw()
    {
        if (store.Read(settings.KeyBeside("initialize")) is [{ Value: "" } pending])
        {
            store.Delete(pending);
        }
    }
}
