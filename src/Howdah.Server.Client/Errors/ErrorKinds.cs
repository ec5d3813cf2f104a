namespace Howdah.Server.Client.Errors;

/// <summary>Kinds of errors, for programs that must tell them apart.</summary>
public static class ErrorKinds
{
    /// <summary>What was named is not there.</summary>
    public const string NotFound = "not-found";

    /// <summary>The request is wrong in itself.</summary>
    public const string Invalid = "invalid";

    /// <summary>The state does not allow it now.</summary>
    public const string Conflict = "conflict";

    /// <summary>The caller may not do it, or has not shown who it is.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>This machine or its data directory cannot do it: full disk, missing package, address taken.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A defect of the engine; its log has the details.</summary>
    public const string Internal = "internal";

    /// <summary>No engine answers.</summary>
    public const string NoEngine = "no-engine";
}
