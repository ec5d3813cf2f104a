using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The key in etcd that says who leads: deleted only if it still names this member, in one step on etcd's side.</summary>
internal sealed class LeaderKey(GuardSettings settings, HttpClient http)
{
    /// <summary>Tries the members of the store in turn.</summary>
    internal KeyState Release()
    {
        foreach (var url in settings.StoreUrls)
        {
            try
            {
                using var request = settings.StoreApi == Patroni.StoreApi.EtcdV2 ? DeleteV2(url) : DeleteV3(url);
                using var response = http.Send(request, HttpCompletionOption.ResponseContentRead);
                if (Read(response) is { } state)
                {
                    return state;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                // The next member may answer; when none does, the lease decides.
            }
        }

        return KeyState.Unreachable;
    }

    private KeyState? Read(HttpResponseMessage response)
    {
        if (settings.StoreApi == Patroni.StoreApi.EtcdV2)
        {
            return response.IsSuccessStatusCode ? KeyState.Released : SaysNotOurs(response) ? KeyState.NotOurs : null;
        }

        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        // "succeeded" is there only when it is true.
        using var body = response.Content.ReadAsStream();
        return (bool?)JsonNode.Parse(body)?["succeeded"] == true ? KeyState.Released : KeyState.NotOurs;
    }

    // Not there (404), or it names another member (412). Without its index it is not the keys API that answers.
    private static bool SaysNotOurs(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed
        && response.Headers.Contains("X-Etcd-Index");

    private HttpRequestMessage DeleteV2(string url) => new(
        HttpMethod.Delete,
        $"{url}/v2/keys{settings.LeaderKey}?prevValue={Uri.EscapeDataString(settings.Member)}");

    // The gateway of the v3 API takes bytes as base64. The answer is 200 whether or not the comparison holds.
    private HttpRequestMessage DeleteV3(string url)
    {
        var key = Base64(settings.LeaderKey);
        var transaction = new JsonObject
        {
            ["compare"] = new JsonArray(new JsonObject
            {
                ["target"] = "VALUE",
                ["result"] = "EQUAL",
                ["key"] = key,
                ["value"] = Base64(settings.Member),
            }),
            ["success"] = new JsonArray(new JsonObject { ["request_delete_range"] = new JsonObject { ["key"] = key } }),
        };
        return new(HttpMethod.Post, $"{url}/v3/kv/txn")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(transaction.ToJsonString())),
        };
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
