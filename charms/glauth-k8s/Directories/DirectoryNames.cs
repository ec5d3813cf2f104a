using Howdah.Interfaces;

namespace Howdah.Charms.GlauthK8s.Directories;

/// <summary>The names of what is in the directory.</summary>
/// <param name="Base">Where it begins, <c>dc=example,dc=com</c>.</param>
internal sealed record DirectoryNames(string Base)
{
    internal string Administrator => $"cn=admin,{Base}";

    internal string People => $"ou=people,{Base}";

    internal string Groups => $"ou=groups,{Base}";

    /// <summary>The accounts of applications.</summary>
    internal string Services => $"ou=services,{Base}";

    internal string Person(string name) => $"uid={LdapText.DnValue(name)},{People}";

    internal string Group(string name) => $"cn={LdapText.DnValue(name)},{Groups}";

    internal string Service(string name) => $"cn={LdapText.DnValue(name)},{Services}";
}
