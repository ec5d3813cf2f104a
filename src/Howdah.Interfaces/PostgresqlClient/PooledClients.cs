using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>A client of a pooler, as the pooler asks its database application for it.</summary>
/// <param name="Client">The pooler's own number for it, 0 or more.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="ExtraUserRoles">Roles that its user shall have; empty for none.</param>
public sealed record PooledRequest(int Client, string Database, IReadOnlyList<string> ExtraUserRoles);

/// <summary>What a database application gives to a client of a pooler.</summary>
/// <param name="Database">Name of the database.</param>
/// <param name="Username">Name of the client's own user.</param>
/// <param name="Password">That user's password.</param>
public sealed record PooledGrant(string Database, string Username, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Database} for {Username}";
}

/// <summary>What became of the requests for a pooler's clients, by the pooler's number of each; one that is in neither waits.</summary>
/// <param name="Members">All members of the cluster, <c>host:port</c>, whatever they are now: the pooler finds the primary by itself.</param>
/// <param name="Grants">Those that were served.</param>
/// <param name="Refusals">Why the others were not.</param>
public sealed record PooledAnswer(
    IReadOnlyList<string> Members, IReadOnlyDictionary<int, PooledGrant> Grants, IReadOnlyDictionary<int, string> Refusals);

/// <summary>
/// An addition to <c>postgresql_client</c>: a pooler asks for users and databases of its clients over its one relation, so that it
/// needs no right of its own to make them. Requests are in the application databag, passwords in a secret granted to the relation.
/// </summary>
public static class PooledClients
{
    private const string Requests = "pooled-requests";
    private const string Refusals = "pooled-refusals";
    private const string Members = "pooled-members";
    private const string Verifies = "pooled-verifies";

    /// <summary>The role that a pooler asks for on its relation, besides its own database.</summary>
    public const string Role = "pooler";

    /// <summary>Asks for all clients of the pooler at once; only on its leader.</summary>
    public static void Request(Relation relation, IEnumerable<PooledRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.AppData.Set(Requests, JsonSerializer.Serialize(
            [.. requests.OrderBy(r => r.Client).Select(r => new PooledRequestJson(r.Client, r.Database, string.Join(',', r.ExtraUserRoles)))],
            PooledJson.Default.ListPooledRequestJson));
    }

    /// <summary>What the other side asks for. What is not understood is as if it were not there, as the other side is not ours to trust.</summary>
    public static IReadOnlyList<PooledRequest> FindRequests(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return
        [
            .. (Read(relation.RemoteAppData.Find(Requests), PooledJson.Default.ListPooledRequestJson) ?? [])
                .Where(r => r is { Client: >= 0, Database.Length: > 0 })
                .DistinctBy(r => r.Client)
                .Select(r => new PooledRequest(r.Client, r.Database!, DataJson.ReadNames(r.ExtraUserRoles))),
        ];
    }

    /// <summary>Says for this unit of the pooler whether it logs in only where it can verify a certificate.</summary>
    public static void SetVerifies(Relation relation, bool verifies)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.UnitData.Set(Verifies, verifies ? "true" : null);
    }

    /// <summary>The units of the pooler that log in only where they can verify a certificate, as they last said.</summary>
    public static IEnumerable<string> FindVerifying(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return relation.Units.Where(unit => relation.DataOf(unit).Find(Verifies) is "true");
    }

    /// <summary>Answers; only on the leader. Saying the same again costs little.</summary>
    public static void Publish(CharmModel model, Relation relation, PooledAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        SecretFields.Publish(model, relation, SecretGroup.Pooled, answer.Grants.ToDictionary(
            g => KeyOf(g.Key), g => JsonSerializer.Serialize(g.Value, PooledJson.Default.PooledGrant), StringComparer.Ordinal));
        relation.AppData.Set(Members, DataJson.WriteList(answer.Members));
        relation.AppData.Set(Refusals, answer.Refusals.Count == 0 ? null : JsonSerializer.Serialize(
            answer.Refusals.OrderBy(r => r.Key).ToDictionary(r => Text(r.Key), r => r.Value, StringComparer.Ordinal), DataJson.Default.DictionaryStringString));
    }

    /// <summary>What we gave before; only on the leader.</summary>
    public static IReadOnlyDictionary<int, PooledGrant> FindPublished(CharmModel model, Relation relation) =>
        Grants(SecretFields.Published(model, relation, SecretGroup.Pooled));

    /// <summary>What the database application answered so far.</summary>
    public static PooledAnswer FindAnswer(CharmModel model, Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var refusals = Read(relation.RemoteAppData.Find(Refusals), DataJson.Default.DictionaryStringString) ?? [];
        return new(
            DataJson.ReadList(relation.RemoteAppData.Find(Members)),
            Grants(SecretFields.Received(model, relation, SecretGroup.Pooled)),
            refusals.Where(r => NumberOf(r.Key) >= 0).ToDictionary(r => NumberOf(r.Key), r => r.Value));
    }

    private static Dictionary<int, PooledGrant> Grants(IReadOnlyDictionary<string, string> secret) => secret
        .Select(field => (Client: NumberOf(field.Key[(field.Key.LastIndexOf('-') + 1)..]), Grant: Read(field.Value, PooledJson.Default.PooledGrant)))
        .Where(g => g is { Client: >= 0, Grant: not null })
        .ToDictionary(g => g.Client, g => g.Grant!);

    private static string KeyOf(int client) => $"client-{Text(client)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static T? Read<T>(string? json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? default : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

internal sealed record PooledRequestJson(int Client, string? Database, string? ExtraUserRoles);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(List<PooledRequestJson>))]
[JsonSerializable(typeof(PooledGrant))]
internal sealed partial class PooledJson : JsonSerializerContext;
