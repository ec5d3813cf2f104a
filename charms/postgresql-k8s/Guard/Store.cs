using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>A key of the store, its value, and the number of its last change.</summary>
internal sealed record StoreEntry(string Key, string Value, long Revision)
{
    /// <summary>The value read as JSON; null when it is none.</summary>
    internal JsonNode? ValueAsJson()
    {
        try
        {
            return JsonNode.Parse(Value);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The store's members, asked one after the other until one answers.</summary>
internal sealed class Store(GuardSettings settings, HttpClient http)
{
    /// <summary>What a member of the store says to a condition.</summary>
    internal sealed record Answer(bool Holds);

    /// <summary>Sends a request to one member after the other until one gives an answer that can be read.</summary>
    /// <param name="request">Makes the request for the member's URL.</param>
    /// <param name="read">Reads the answer; null means that this member could not tell.</param>
    /// <returns>What was read; null when no member could tell.</returns>
    internal T? Ask<T>(Func<string, HttpRequestMessage> request, Func<HttpResponseMessage, T?> read)
        where T : class
    {
        foreach (var url in settings.StoreUrls)
        {
            try
            {
                using var message = request(url);
                using var response = http.Send(message, HttpCompletionOption.ResponseContentRead);
                if (read(response) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                // The next member may answer.
            }
        }

        return null;
    }

    /// <summary>A key with its value, or all keys below it when it ends in a slash; none when it is not there.</summary>
    /// <returns>Null when no member answers.</returns>
    internal IReadOnlyList<StoreEntry>? Read(string key) => settings.StoreApi == Patroni.StoreApi.EtcdV2
        ? Ask(url => new(HttpMethod.Get, $"{url}/v2/keys{key}?quorum=true"), ReadV2)
        : Ask(url => PostV3(url, "range", RangeV3(key)), ReadV3);

    /// <summary>Deletes a key, unless it has changed since it was read. When no member answers, it stays.</summary>
    internal void Delete(StoreEntry entry) => Ask(
        url => settings.StoreApi == Patroni.StoreApi.EtcdV2
            ? new(HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"{url}/v2/keys{entry.Key}?prevIndex={entry.Revision}"))
            : PostV3(url, "txn", DeletionV3(entry.Key, Unchanged(entry))),
        response => response.Headers);

    /// <summary>Gives a key another value, unless it has changed since it was read.</summary>
    /// <returns>Whether it has that value now; false too when no member answers.</returns>
    internal bool Replace(StoreEntry entry, string value) => (settings.StoreApi == Patroni.StoreApi.EtcdV2
        ? Ask(url => PutV2(url, entry, value), response => response.IsSuccessStatusCode ? new Answer(true)
            : response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound ? new(false)
            : null)
        : Ask(url => PostV3(url, "txn", ReplacementV3(entry, value)), Succeeded)) is { Holds: true };

    /// <summary>A deletion by comparison, for the method <c>txn</c> of the v3 API.</summary>
    internal static JsonObject DeletionV3(string key, JsonObject comparison) =>
        TransactionV3(key, comparison, new() { ["request_delete_range"] = new JsonObject { ["key"] = Base64(key) } });

    /// <summary>Whether the comparison of a <c>txn</c> held; null when the answer is an error.</summary>
    internal static Answer? Succeeded(HttpResponseMessage response) =>
        // "succeeded" is there only when it is true, and the status is 200 whether or not it is.
        response.IsSuccessStatusCode ? new((bool?)Json(response)?["succeeded"] == true) : null;

    /// <summary>A call of the v3 API through its gateway, which takes and gives bytes as base64.</summary>
    internal static HttpRequestMessage PostV3(string url, string method, JsonObject body) => new(HttpMethod.Post, $"{url}/v3/kv/{method}")
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())),
    };

    /// <summary>Text as the v3 API takes it.</summary>
    internal static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<StoreEntry>? ReadV2(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var node = Json(response)?["node"];
        return [.. (node?["nodes"] as JsonArray ?? [node?.DeepClone()]).OfType<JsonObject>().Where(each => each.ContainsKey("value"))
            .Select(each => new StoreEntry((string)each["key"]!, (string)each["value"]!, (long)each["modifiedIndex"]!))];
    }

    private static IReadOnlyList<StoreEntry>? ReadV3(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? [.. (Json(response)?["kvs"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(each => new StoreEntry(Text(each["key"]), Text(each["value"]), Number(each["mod_revision"])))]
        : null;

    private static HttpRequestMessage PutV2(string url, StoreEntry entry, string value) => new(
        HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"{url}/v2/keys{entry.Key}?prevIndex={entry.Revision}"))
    {
        Content = new FormUrlEncodedContent([new("value", value)]),
    };

    private static JsonObject ReplacementV3(StoreEntry entry, string value) => TransactionV3(entry.Key, Unchanged(entry), new()
    {
        ["request_put"] = new JsonObject { ["key"] = Base64(entry.Key), ["value"] = Base64(value) },
    });

    private static JsonObject Unchanged(StoreEntry entry) => new() { ["target"] = "MOD", ["mod_revision"] = entry.Revision };

    private static JsonObject TransactionV3(string key, JsonObject comparison, JsonObject request)
    {
        comparison["result"] = "EQUAL";
        comparison["key"] = Base64(key);
        return new() { ["compare"] = new JsonArray(comparison), ["success"] = new JsonArray(request) };
    }

    // 64-bit numbers are texts in the gateway's JSON.
    private static long Number(JsonNode? text) => long.Parse((string)text!, CultureInfo.InvariantCulture);

    // An empty value is left out.
    private static string Text(JsonNode? base64) => Encoding.UTF8.GetString(Convert.FromBase64String((string?)base64 ?? ""));

    // All keys with a prefix end where its last character is one higher.
    private static JsonObject RangeV3(string key) => key.EndsWith('/')
        ? new() { ["key"] = Base64(key), ["range_end"] = Base64(key[..^1] + (char)('/' + 1)) }
        : new() { ["key"] = Base64(key) };

    private static JsonNode? Json(HttpResponseMessage response)
    {
        using var body = response.Content.ReadAsStream();
        return JsonNode.Parse(body);
    }
}
