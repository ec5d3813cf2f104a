using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Files;

/// <summary>Lists a folder, or describes one file.</summary>
internal static class FileLister
{
    /// <exception cref="FileOperationException">The path cannot be listed, or the pattern is malformed.</exception>
    public static List<FileDescription> List(string path, string pattern, bool itself)
    {
        PathText.RequireAbsolute(path);
        var result = Libc.Stat(path, 1, out var entry);
        if (result < 0) throw FileOperationException.From(new SystemCallException("stat", path, result));
        var clean = PathText.Clean(path);
        if (itself || !entry.IsDirectory) return [new FileDescription(clean, PathText.Base(clean), entry)];
        try
        {
            if (pattern.Length > 0) GoPathMatch.IsMatch(pattern, "");
            List<FileDescription> found = [];
            foreach (var name in Names(path))
            {
                if (pattern.Length > 0 && !GoPathMatch.IsMatch(pattern, name)) continue;
                var full = PathText.Join(clean, name);
                if (Libc.Stat(full, 0, out var inner) == 0) found.Add(new FileDescription(full, name, inner));
            }
            return found;
        }
        catch (FormatException wrong)
        {
            throw new FileOperationException(wrong.Message);
        }
    }

    private static List<string> Names(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            throw new FileOperationException($"open {path}: permission denied", FileOperationException.PermissionDenied);
        }
        catch (IOException failure)
        {
            throw new FileOperationException($"open {path}: {failure.Message}");
        }
    }
}
