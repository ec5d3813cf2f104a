using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>A member of the cluster as its Patroni registered it in the store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RestUrl">Where its REST API answers.</param>
/// <param name="Address">Where its PostgreSQL answers.</param>
/// <param name="IsPrimary">It was the primary when it last told.</param>
/// <param name="Timeline">The timeline that it was on when it last told.</param>
internal sealed record RegisteredMember(string Name, Uri? RestUrl, string? Address, bool IsPrimary, long? Timeline)
{
    /// <summary>All members; none when no member of the store answers.</summary>
    internal static IReadOnlyList<RegisteredMember> ReadAll(GuardSettings settings, Store store)
    {
        // The members' keys lie beside the leader's.
        var members = settings.KeyBeside("members/");
        return [.. (store.Read(members) ?? []).Select(entry => Read(entry.Key[members.Length..], entry.ValueAsJson()))];
    }

    private static RegisteredMember Read(string name, JsonNode? told) => new(
        name,
        Url(told?["api_url"]),
        Url(told?["conn_url"])?.DnsSafeHost,
        (string?)told?["role"] is "master" or "primary",
        (long?)told?["timeline"]);

    private static Uri? Url(JsonNode? text) => Uri.TryCreate((string?)text, UriKind.Absolute, out var url) ? url : null;
}
