namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>The protocol that Patroni and the guard speak with etcd.</summary>
internal enum StoreApi
{
    /// <summary>The v2 keys API: the section <c>etcd</c> of Patroni's configuration.</summary>
    EtcdV2,

    /// <summary>The v3 API: the section <c>etcd3</c>.</summary>
    EtcdV3,
}

/// <summary>What <see cref="StoreApis.Choose"/> found: an API to use, or the reason why none is safe.</summary>
internal sealed record StoreChoice(StoreApi? Api, string Reason);

/// <summary>Chooses the API of etcd by what is known to keep acknowledged writes.</summary>
internal static class StoreApis
{
    // Up to 3.0.x Patroni renews an expired leader lease over the v3 API without comparing (fixed by its pull requests
    // 2689 and 2693): a primary that wakes up after its lease takes the key back and discards its successor's writes.
    private static readonly PatroniVersion FirstWithSafeV3 = new(3, 1, 0);

    // etcd 3.6 has no v2 API any more.
    private static readonly PatroniVersion FirstEtcdWithoutV2 = new(3, 6, 0);

    /// <summary>Whether an etcd of this version can be started with the v2 API.</summary>
    internal static bool HasV2(string etcdVersion) =>
        PatroniVersion.TryParse(etcdVersion, out var version) && version < FirstEtcdWithoutV2;

    /// <summary>Picks the API for a pair of versions.</summary>
    /// <param name="patroni">The version of the Patroni that will run.</param>
    /// <param name="etcdVersion">What the store says of itself, for example <c>3.4.23</c>; empty when it says nothing.</param>
    internal static StoreChoice Choose(PatroniVersion patroni, string etcdVersion)
    {
        if (patroni >= FirstWithSafeV3)
        {
            return new(StoreApi.EtcdV3, $"Patroni {patroni} renews its lease by comparison over the v3 API");
        }

        return HasV2(etcdVersion) || etcdVersion.Length == 0
            ? new(StoreApi.EtcdV2, $"Patroni {patroni} can lose acknowledged writes over the v3 API")
            : new(null, $"Patroni {patroni} can lose acknowledged writes on etcd {etcdVersion}, which has no v2 API; " +
                "use Patroni 3.1 or later, or etcd 3.5 or earlier");
    }
}
