using System.Text.RegularExpressions;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>The option <c>ldap_search_filter</c>: how a person is found by the name to log in with.</summary>
internal static partial class LdapFilter
{
    private const string Username = "$username";

    /// <summary>Whether it names one attribute that is to be equal to the name.</summary>
    internal static bool Fits(string filter) => Names().Count(filter) == 1 && filter.Split(Username).Length == 2
        && filter.StartsWith('(') && filter.Count(c => c == '(') == filter.Count(c => c == ')');

    /// <summary>The attribute with the name.</summary>
    internal static string NameAttribute(string filter) => Names().Match(filter).Groups["name"].Value;

    /// <summary>The filter that finds all people.</summary>
    internal static string OfAll(string filter) => filter.Replace(Username, "*", StringComparison.Ordinal);

    [GeneratedRegex(@"\((?<name>[A-Za-z][A-Za-z0-9-]*)=\$username\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
