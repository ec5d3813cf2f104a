using System.Text;

namespace Howdah.Charms.GlauthK8s.Directories;

/// <summary>Which names people and groups can have.</summary>
internal static class NameRule
{
    private const int LongestName = 63;

    // PostgreSQL lets nobody in by LDAP whose name has one of the first five; the others separate names in lists.
    private const string Refused = "*()\\/,=";

    /// <summary>Why a name cannot be; null when it can.</summary>
    /// <param name="what">What it is the name of.</param>
    /// <param name="name">The name.</param>
    internal static string? FindRefusal(string what, string name) => name switch
    {
        "" => $"The name of the {what} is empty",
        _ when Encoding.UTF8.GetByteCount(name) > LongestName =>
            $"The name of the {what} has {Encoding.UTF8.GetByteCount(name)} bytes; {LongestName} are the most",
        _ when name.Any(char.IsControl) => $"The name of the {what} has control characters",
        _ when name.Trim() != name => $"The name of the {what} begins or ends with a space",
        _ when name.FirstOrDefault(Refused.Contains) is var letter and not '\0' =>
            $"The name of the {what} has a {letter}, which no name may have; "
            + $"the others are {string.Join(' ', Refused.Where(c => c != letter))}",
        _ => null,
    };
}
