using System.Globalization;
using Howdah.Pebble.Native;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Pebble.Files;

/// <summary>Writes a file as a whole: under a temporary name, then renamed over the old one.</summary>
internal static class FileWriter
{
    private const int CreateNew = Libc.WriteOnly | Libc.Create | Libc.Exclusive;

    /// <exception cref="FileOperationException">The file cannot be written; nothing is left behind.</exception>
    public static async Task WriteAsync(string path, Ownership ownership, bool makeDirs, Stream content, CancellationToken cancellation)
    {
        var clean = PathText.Clean(path);
        try
        {
            if (makeDirs) MakeDirs(clean, ownership);
            var temporary = $"{clean}.{Guid.NewGuid().ToString("N")[..12]}~";
            var fd = SystemCallException.Check(Libc.Open(temporary, CreateNew, 0x180), "open", temporary);
            try
            {
                await FillAsync(fd, temporary, ownership, content, cancellation).ConfigureAwait(false);
                SystemCallException.Check(Libc.Rename(temporary, clean), "rename", temporary);
            }
            catch
            {
                _ = Libc.Unlink(temporary);
                throw;
            }
        }
        catch (SystemCallException failure)
        {
            throw FileOperationException.From(failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new FileOperationException(string.Create(CultureInfo.InvariantCulture, $"write {path}: {failure.Message}"));
        }
    }

    private static async Task FillAsync(int fd, string temporary, Ownership ownership, Stream content, CancellationToken cancellation)
    {
        using var handle = new SafeFileHandle(fd, ownsHandle: true);
        SystemCallException.Check(Libc.FChmod(fd, ownership.Mode), "chmod", temporary);
        if (ownership.Uid is { } uid) SystemCallException.Check(Libc.FChown(fd, uid, ownership.Gid!.Value), "chown", temporary);
        var buffer = new byte[64 * 1024];
        long offset = 0;
        while (await content.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
        {
            RandomAccess.Write(handle, buffer.AsSpan(0, count), offset);
            offset += count;
        }
        SystemCallException.Check(Libc.FSync(fd), "fsync", temporary);
    }

    private static void MakeDirs(string clean, Ownership ownership)
    {
        try
        {
            FolderMaker.MakeParents(clean, ownership with { Mode = 0x1ED });
        }
        catch (SystemCallException failure)
        {
            throw new FileOperationException($"cannot create directory: {failure.Message}", FileOperationException.KindOf(failure.Errno));
        }
    }
}
