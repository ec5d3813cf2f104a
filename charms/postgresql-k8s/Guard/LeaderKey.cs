using System.Net;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The key in etcd that says who leads: deleted only if it still names this member, in one step on etcd's side.</summary>
internal sealed class LeaderKey(GuardSettings settings, Store store)
{
    /// <summary>Gives the key back if it is ours. When no member of the store answers, the lease decides.</summary>
    internal KeyState Release()
    {
        var answer = settings.StoreApi == Patroni.StoreApi.EtcdV2 ? store.Ask(DeleteV2, ReadV2) : store.Ask(DeleteV3, Store.Succeeded);
        return answer switch { null => KeyState.Unreachable, { Holds: true } => KeyState.Released, _ => KeyState.NotOurs };
    }

    /// <summary>Whether another member leads now.</summary>
    internal bool IsHeldByAnother() =>
        store.Read(settings.LeaderKey) is [var leader] && !string.Equals(leader.Value, settings.Member, StringComparison.Ordinal);

    private HttpRequestMessage DeleteV2(string url) => new(
        HttpMethod.Delete,
        $"{url}/v2/keys{settings.LeaderKey}?prevValue={Uri.EscapeDataString(settings.Member)}");

    private static Store.Answer? ReadV2(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? new(true) : SaysNotOurs(response) ? new(false) : null;

    // Not there (404), or it names another member (412). Without its index it is not the keys API that answers.
    private static bool SaysNotOurs(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed
        && response.Headers.Contains("X-Etcd-Index");

    private HttpRequestMessage DeleteV3(string url) => Store.PostV3(
        url, "txn", Store.DeletionV3(settings.LeaderKey, new() { ["target"] = "VALUE", ["value"] = Store.Base64(settings.Member) }));
}
