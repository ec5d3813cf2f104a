using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Tls;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>The REST API of one member's Patroni (<see href="https://patroni.readthedocs.io/en/latest/rest_api.html"/>).</summary>
/// <param name="address">The member's address or host name.</param>
/// <param name="user">Who may change things, reading needs nobody; and by which CAs Patroni is verified.</param>
internal sealed class PatroniClient(string address, Credentials user) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(TrustedAuthorities.Handler(() => user.Trusted))
    {
        BaseAddress = new($"{(user.Trusted is null ? "http" : "https")}://{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{Ports.Patroni}"),
        Timeout = Patience,
    };

    /// <summary>This member: <c>state</c>, <c>role</c>, … Null when Patroni does not answer.</summary>
    internal Task<JsonObject?> FindMemberAsync(CancellationToken cancellation) => FindAsync("/patroni", cancellation);

    /// <summary>All members: an object with the list <c>members</c>. Null when Patroni does not answer.</summary>
    internal Task<JsonObject?> FindClusterAsync(CancellationToken cancellation) => FindAsync("/cluster", cancellation);

    /// <summary>The dynamic configuration. Null when Patroni does not answer or has none yet.</summary>
    internal Task<JsonObject?> FindConfigurationAsync(CancellationToken cancellation) => FindAsync("/config", cancellation);

    /// <summary>Changes the dynamic configuration.</summary>
    /// <exception cref="HttpRequestException">Patroni did not take it.</exception>
    internal async Task PatchConfigurationAsync(JsonObject patch, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Patch, "/config", patch, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Asks the primary to hand over. The answer comes a second after the fact, so watch the candidate instead of waiting for it.
    /// </summary>
    /// <returns>The answer: its status, and Patroni's words.</returns>
    internal async Task<(bool Accepted, string Text)> SwitchOverAsync(string leader, string candidate, CancellationToken cancellation)
    {
        _http.Timeout = Timeout.InfiniteTimeSpan;
        using var answer = await SendAsync(
            HttpMethod.Post, "/switchover", new() { ["leader"] = leader, ["candidate"] = candidate }, cancellation);
        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Restarts the member's PostgreSQL and waits for it.</summary>
    /// <returns>Why it did not start again, in Patroni's words; null when it did.</returns>
    internal Task<string?> RestartAsync(CancellationToken cancellation)
    {
        _http.Timeout = RestartPatience;
        return OrderAsync("/restart", new() { ["timeout"] = (int)RestartPatience.TotalSeconds }, cancellation);
    }

    /// <summary>Has Patroni throw the member's data away and copy the primary's. It goes on after the answer.</summary>
    /// <returns>Why it does not, in Patroni's words; null when it does.</returns>
    internal Task<string?> ReinitializeAsync(CancellationToken cancellation) =>
        OrderAsync("/reinitialize", new() { ["force"] = true }, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> FindAsync(string path, CancellationToken cancellation)
    {
        try
        {
            // The status says whether the member is a healthy primary, which is not the question here.
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation)) as JsonObject;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string?> OrderAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Post, path, body, cancellation);
            return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync(cancellation);
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {_http.Timeout.TotalSeconds:0} s";
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Username}:{user.Password}")));
        return await _http.SendAsync(request, cancellation);
    }
}
