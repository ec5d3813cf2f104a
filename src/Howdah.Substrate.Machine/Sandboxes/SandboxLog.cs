namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>The bounded log of a sandbox.</summary>
internal static class SandboxLog
{
    private const int Longest = 1 << 20;
    private const int Kept = 1 << 18;
    private const int LinesInMessage = 5;

    /// <summary>The last lines, as the end of a message; empty when there are none.</summary>
    public static string Describe(string path)
    {
        var lines = Lines(path);
        return lines.Length == 0
            ? $" (its log, {path}, is empty)"
            : $"; the end of its log, {path}:\n  {string.Join("\n  ", lines)}";
    }

    /// <summary>Keeps the last part of a log that has become long; those who append to it go on.</summary>
    public static void Bound(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length <= Longest)
        {
            return;
        }

        var tail = new byte[Kept];
        file.Seek(-Kept, SeekOrigin.End);
        var length = file.ReadAtLeast(tail, Kept, throwOnEndOfStream: false);
        AtomicFile.Write(path + ".1", tail.AsSpan(0, length));
        file.SetLength(0);
    }

    private static string[] Lines(string path)
    {
        try
        {
            using var file = new StreamReader(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LinesInMessage)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
