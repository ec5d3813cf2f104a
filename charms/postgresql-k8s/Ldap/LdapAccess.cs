using System.Globalization;
using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>How the directory is reached, always with TLS.</summary>
/// <param name="Servers">Its servers, host names or addresses.</param>
/// <param name="Port">Their port.</param>
/// <param name="StartTls">Whether TLS is begun on a connection without; else the connection begins with it.</param>
/// <param name="Grant">The account that reads it.</param>
/// <param name="Filter">How a person is found.</param>
internal sealed record LdapAccess(IReadOnlyList<string> Servers, int Port, bool StartTls, LdapGrant Grant, string Filter)
{
    private const int DefaultPort = 389;
    private const int DefaultTlsPort = 636;

    /// <summary>The servers as URLs, for the programs of LDAP.</summary>
    internal string Urls => string.Join(' ', Servers.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{s}:{Port}")));

    /// <summary>
    /// The method of <c>pg_hba.conf</c>: PostgreSQL finds the person with the account, then logs in as the person. It holds the account's password.
    /// </summary>
    internal string HbaMethod => string.Create(
        CultureInfo.InvariantCulture,
        $"ldap ldapserver={Quoted(string.Join(' ', Servers))} ldapport={Port} {(StartTls ? "ldaptls=1" : "ldapscheme=ldaps")} "
        + $"ldapbasedn={Quoted(Grant.BaseDn)} ldapbinddn={Quoted(Grant.BindDn)} ldapbindpasswd={Quoted(Grant.BindPassword)} "
        + $"ldapsearchfilter={Quoted(Filter)}");

    private string Scheme => StartTls ? "ldap" : "ldaps";

    /// <summary>
    /// Chooses the way to the directory. Where TLS can be begun on a connection it is: the library of LDAP waits for the answer to that for as
    /// long as it is told, but for the handshake of a connection that begins with TLS for ever, and PostgreSQL cannot interrupt it.
    /// </summary>
    /// <param name="grant">What the directory gave.</param>
    /// <param name="filter">How a person is found.</param>
    /// <param name="refusal">Why there is no way; null when there is.</param>
    internal static LdapAccess? Find(LdapGrant grant, string filter, out string? refusal)
    {
        var begun = grant.StartTls ? Parse(grant.Urls, "ldap", DefaultPort) : null;
        var found = begun ?? Parse(grant.TlsUrls, "ldaps", DefaultTlsPort);
        refusal = grant switch
        {
            { AuthMethod: not LdapGrant.Simple } => $"asks for the method {Shown(grant.AuthMethod)}, but only {LdapGrant.Simple} is known",
            _ when found is null => "offers neither ldaps nor StartTLS, and passwords must not cross the network in the clear",
            _ when ((string[])[grant.BaseDn, grant.BindDn, grant.BindPassword]).Any(v => v.Length == 0 || v.Any(char.IsControl)) =>
                "gave an empty name or password, or one with control characters",
            _ => null,
        };
        return refusal is null ? new(found!.Value.Servers, found.Value.Port, begun is not null, grant, filter) : null;
    }

    // PostgreSQL has one port for all servers.
    private static (IReadOnlyList<string> Servers, int Port)? Parse(IReadOnlyList<string> urls, string scheme, int defaultPort)
    {
        var all = urls.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.Host.Length > 0 ? uri : null)
            .OfType<Uri>().Select(uri => (uri.Host, Port: uri.Port > 0 ? uri.Port : defaultPort)).ToList();
        return all.Count == 0 ? null : ([.. all.Where(s => s.Port == all[0].Port).Select(s => s.Host).Distinct(StringComparer.Ordinal)], all[0].Port);
    }

    private static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Shown(string text) => text.Length > 40 ? text[..40] + "…" : text;

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Urls} as {Grant.BindDn}";
}
