namespace Howdah.Pebble.Identities;

/// <summary>What a caller may do, from least to most; all but the first are the <c>access</c> values of identities.</summary>
internal enum Role
{
    Nobody, Untrusted, Metrics, Read, Admin,
}

/// <summary>Roles as they are written.</summary>
internal static class Roles
{
    public static string Name(this Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Read => "read",
        Role.Metrics => "metrics",
        Role.Untrusted => "untrusted",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "not an access value"),
    };

    /// <summary>The role of an access value; null when it is none.</summary>
    public static Role? Parse(string access) => access switch
    {
        "admin" => Role.Admin,
        "read" => Role.Read,
        "metrics" => Role.Metrics,
        "untrusted" => Role.Untrusted,
        _ => null,
    };
}
