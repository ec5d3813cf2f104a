using System.Text.Json.Serialization;

namespace Howdah.Charms.DataIntegrator;

/// <summary>The options of config.yaml.</summary>
/// <param name="DatabaseName">Name of the database that is asked for.</param>
/// <param name="ExtraUserRoles">Further roles of the user, separated by commas.</param>
internal sealed record DataIntegratorOptions(string? DatabaseName, string? ExtraUserRoles)
{
    /// <summary>The database, without the blanks around its name; empty for none.</summary>
    public string Database => DatabaseName?.Trim() ?? "";

    /// <summary>The roles, one each.</summary>
    public IReadOnlyList<string> Roles => Split(ExtraUserRoles ?? "");

    /// <summary>The roles in a list with commas.</summary>
    public static IReadOnlyList<string> Split(string roles) => roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(DataIntegratorOptions))]
internal sealed partial class DataIntegratorJson : JsonSerializerContext;
