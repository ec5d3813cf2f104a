namespace Howdah.Interfaces;

/// <summary>The fields of <c>ldap</c>.</summary>
internal static class LdapField
{
    public const string User = "user";
    public const string Group = "group";
    public const string Urls = "urls";
    public const string TlsUrls = "ldaps_urls";
    public const string BaseDn = "base_dn";
    public const string StartTls = "starttls";
    public const string BindDn = "bind_dn";
    public const string AuthMethod = "auth_method";
}
