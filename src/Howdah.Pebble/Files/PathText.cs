using System.Diagnostics.CodeAnalysis;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Files;

/// <summary>Paths as text, as Go's <c>path</c> package treats them.</summary>
internal static class PathText
{
    /// <exception cref="FileOperationException">The path is not absolute, or holds a zero byte: the system would see only what comes before it.</exception>
    public static void RequireAbsolute([NotNull] string? path)
    {
        if (path is not ['/', ..]) throw new FileOperationException($"paths must be absolute, got {GoQuote.Quote(path)}");
        if (path.Contains('\0', StringComparison.Ordinal)) throw FileOperationException.From(new SystemCallException("open", GoQuote.Quote(path), Errno.Invalid));
    }

    /// <summary>The shortest form: no double slashes, no <c>.</c>, <c>..</c> resolved by text.</summary>
    public static string Clean(string path)
    {
        List<string> parts = [];
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part is ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not "..") parts.Add(part);
        }
        return "/" + string.Join('/', parts);
    }

    public static string Base(string clean) => clean is "/" ? "/" : clean[(clean.LastIndexOf('/') + 1)..];

    public static string Parent(string clean) => clean.LastIndexOf('/') is > 0 and var slash ? clean[..slash] : "/";

    public static string Join(string folder, string name) => folder is "/" ? "/" + name : $"{folder}/{name}";
}
