namespace Howdah.Interfaces;

/// <summary>Names of the fields that relations of the data interfaces have in common.</summary>
internal static class DataField
{
    public const string Database = "database";
    public const string Data = "data";
    public const string Endpoints = "endpoints";
    public const string EntityType = "entity-type";
    public const string ExtraUserRoles = "extra-user-roles";
    public const string Password = "password";
    public const string Prefix = "prefix";
    public const string ReadOnlyEndpoints = "read-only-endpoints";
    public const string ReadOnlyUris = "read-only-uris";
    public const string RequestedSecrets = "requested-secrets";
    public const string Tls = "tls";
    public const string TlsCa = "tls-ca";
    public const string Uris = "uris";
    public const string Username = "username";
    public const string Version = "version";
}
