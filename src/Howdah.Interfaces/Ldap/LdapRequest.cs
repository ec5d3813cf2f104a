using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>What an application asks of a directory.</summary>
/// <param name="Relation">The relation over which it asks.</param>
/// <param name="User">A name for its account; the application's.</param>
/// <param name="Group">A name for a group of accounts; the model's.</param>
public sealed record LdapRequest(Relation Relation, string User, string Group);

/// <summary>How a directory is read.</summary>
/// <param name="BaseDn">Where the directory begins, <c>dc=example,dc=com</c>.</param>
/// <param name="BindDn">The account to read it with.</param>
/// <param name="BindPassword">That account's password.</param>
public sealed record LdapGrant(string BaseDn, string BindDn, string BindPassword)
{
    /// <summary>The method that is understood here: a name and a password.</summary>
    public const string Simple = "simple";

    /// <summary>Where it is without TLS, <c>ldap://host:port</c>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where it is with TLS, <c>ldaps://host:port</c>.</summary>
    public IReadOnlyList<string> TlsUrls { get; init; } = [];

    /// <summary>Whether TLS can be begun at <see cref="Urls"/>.</summary>
    public bool StartTls { get; init; }

    /// <summary>How to say who one is.</summary>
    public string AuthMethod { get; init; } = Simple;

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{BaseDn} at {string.Join(", ", TlsUrls.Concat(Urls))} as {BindDn}";
}
