namespace Howdah.Interfaces;

/// <summary>Object identifiers of X.509 (RFC 5280) that .NET has no name for.</summary>
internal static class Oids
{
    public const string AlternativeNames = "2.5.29.17";
    public const string CommonName = "2.5.4.3";
    public const string UniqueIdentifier = "2.5.4.45";
}
