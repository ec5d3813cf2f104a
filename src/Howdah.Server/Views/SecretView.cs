using System.Globalization;
using Howdah.Engine.Models;
using Howdah.Server.Client.Secrets;

namespace Howdah.Server.Views;

/// <summary>A secret as <c>show-secret</c> shows it.</summary>
internal static class SecretView
{
    /// <summary>Makes it, without what the secret says.</summary>
    public static SecretDetail Of(ModelSnapshot model, SecretRecord secret) => new()
    {
        Revision = secret.Latest,
        Expires = secret.Expires is { } expires ? Time(expires) : null,
        Rotation = secret.Rotate == "never" ? null : secret.Rotate,
        Rotates = secret.Rotates is { } rotates ? Time(rotates) : null,
        Owner = secret.Owner,
        Description = Unless(secret.Description),
        Name = Unless(secret.Name),
        Label = Unless(secret.Label),
        Created = Time(secret.Created),
        Updated = Time(secret.Updated),
        Access = secret.Grants.IsEmpty ? null : [.. secret.Grants.Select(grant => AccessOf(model, grant.Key, grant.Value))],
    };

    /// <summary>The revisions of a secret.</summary>
    public static IReadOnlyList<SecretRevision> RevisionsOf(SecretRecord secret) =>
        [.. secret.Revisions.Select(revision => new SecretRevision(revision.Key, Time(revision.Value), Time(revision.Value)))];

    private static SecretAccess AccessOf(ModelSnapshot model, string target, SecretGrant grant) => new(
        target.Contains('/', StringComparison.Ordinal) ? $"unit-{target.Replace('/', '-')}" : $"application-{target}",
        grant.RelationId is not { } id ? $"model-{model.Model.Uuid}"
            : model.Relations.TryGetValue(id, out var relation)
                ? $"relation-{string.Join('#', relation.Ends.Select(end => $"{end.Application}.{end.Endpoint}"))}"
                : "",
        "view");

    private static string? Unless(string text) => text.Length == 0 ? null : text;

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
