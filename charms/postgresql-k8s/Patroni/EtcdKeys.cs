using System.Text;
using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>Keys in etcd, for the little that the charm does there itself.</summary>
/// <param name="urls">The members of the store.</param>
/// <param name="api">The API that Patroni speaks with it: the two have separate keys.</param>
internal sealed class EtcdKeys(IReadOnlyList<string> urls, StoreApi api) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Deletes a key; one that is not there is as good as deleted.</summary>
    /// <returns>Whether a member of the store answered.</returns>
    internal async Task<bool> DeleteAsync(string key, CancellationToken cancellation)
    {
        foreach (var url in urls)
        {
            try
            {
                using var request = api == StoreApi.EtcdV2
                    ? new HttpRequestMessage(HttpMethod.Delete, $"{url}/v2/keys{key}")
                    : new(HttpMethod.Post, $"{url}/v3/kv/deleterange")
                    {
                        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(new JsonObject
                        {
                            ["key"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)),
                        }.ToJsonString())),
                    };
                using var answer = await _http.SendAsync(request, cancellation);
                return true;
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The next one may answer.
            }
            catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Neither did this one in time.
            }
        }

        return false;
    }

    public void Dispose() => _http.Dispose();
}
