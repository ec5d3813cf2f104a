using System.Collections;

namespace Howdah.Pebble.Processes;

/// <summary>The daemon's own environment, as the start of every child's.</summary>
internal static class DaemonEnvironment
{
    public static Dictionary<string, string> Copy()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) result[(string)entry.Key] = (string?)entry.Value ?? "";
        return result;
    }
}
