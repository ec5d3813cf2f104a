using System.Text.Json;
using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The cluster's other members, as their Patronis registered themselves in the store.</summary>
internal sealed class OtherMembers(GuardSettings settings, Store store, HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Their names.</summary>
    internal IReadOnlyList<string> Names() => [.. Read().Select(member => member.Name)];

    /// <summary>Where each one's REST API answers.</summary>
    internal IReadOnlyList<Uri> RestUrls() => [.. Read().Select(member => member.RestUrl).OfType<Uri>()];

    /// <summary>Whether every one of them answers that it has no PostgreSQL and makes none.</summary>
    internal bool AreAllIdle() => RestUrls().All(url => Ask(url) is { } member
        && (string?)member["state"] is "stopped" && (string?)member["role"] is "uninitialized");

    private IEnumerable<RegisteredMember> Read() => RegisteredMember.ReadAll(settings, store)
        .Where(member => !string.Equals(member.Name, settings.Member, StringComparison.Ordinal));

    private JsonNode? Ask(Uri url)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, "/patroni"));
            using var response = http.Send(request, HttpCompletionOption.ResponseContentRead, patience.Token);
            using var body = response.Content.ReadAsStream(patience.Token);
            return JsonNode.Parse(body);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }
}
