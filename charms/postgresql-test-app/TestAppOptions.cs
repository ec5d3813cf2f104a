using System.Text.Json.Serialization;

namespace Howdah.Charms.PostgresqlTestApp;

/// <summary>The options of config.yaml.</summary>
/// <param name="DatabaseName">Name of the database that is asked for.</param>
/// <param name="ExtraUserRoles">Further roles of the user, separated by commas.</param>
internal sealed record TestAppOptions(string DatabaseName, string? ExtraUserRoles)
{
    /// <summary>The roles, one each.</summary>
    public IReadOnlyList<string> Roles => ExtraUserRoles?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(TestAppOptions))]
[JsonSerializable(typeof(PgbenchRun))]
internal sealed partial class TestAppJson : JsonSerializerContext;
