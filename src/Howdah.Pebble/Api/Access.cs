using Howdah.Pebble.Identities;

namespace Howdah.Pebble.Api;

/// <summary>What an operation asks of its caller.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    Open,

    /// <summary>Metrics or more.</summary>
    Metrics,

    /// <summary>Read or more.</summary>
    Read,

    /// <summary>Admin.</summary>
    Admin,

    /// <summary>A pairing window, which nothing opens.</summary>
    Pairing,
}

/// <summary>How a request came.</summary>
internal enum Transport
{
    Unix, Http, Https,
}

/// <summary>Who may do what.</summary>
internal static class AccessRule
{
    /// <summary>Whether a caller may use an operation. Plain HTTP shows passwords to all, so it gives metrics at most.</summary>
    public static bool Allows(Access needed, Transport transport, Role role) => needed switch
    {
        Access.Open => true,
        Access.Metrics => transport is Transport.Http ? role is Role.Metrics : role >= Role.Metrics,
        Access.Read => transport is not Transport.Http && role >= Role.Read,
        Access.Admin => transport is not Transport.Http && role is Role.Admin,
        _ => false,
    };
}
