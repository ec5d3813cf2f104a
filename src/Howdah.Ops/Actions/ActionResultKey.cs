using System.Text.RegularExpressions;

namespace Howdah.Ops;

/// <summary>Which keys a result may have (Juju contract 8.5).</summary>
internal static partial class ActionResultKey
{
    private static readonly HashSet<string> Reserved =
        new(StringComparer.Ordinal) { "stdout", "stderr", "stdout-encoding", "stderr-encoding" };

    public static void Check(string key)
    {
        if (Reserved.Contains(key))
        {
            throw new ArgumentException($"cannot set reserved action key \"{key}\"", nameof(key));
        }

        if (key.Split('.').Any(part => !Pattern().IsMatch(part)))
        {
            throw new ArgumentException(
                $"key \"{key}\" is not valid: parts must begin and end with a lower-case letter or digit, with dashes between",
                nameof(key));
        }
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
