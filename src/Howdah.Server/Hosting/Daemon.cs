using System.Runtime.InteropServices;

namespace Howdah.Server.Hosting;

/// <summary>Lets go of whoever started this process.</summary>
internal static partial class Daemon
{
    private const int WriteOnly = 1;
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int Append = 0x400;

    /// <summary>Becomes the leader of a session of its own, so that no terminal's end reaches it.</summary>
    public static void LeaveSession() => _ = SetSession();

    /// <summary>
    /// Says on standard output that it serves, and lets go of the pipes to whoever waits for that. What the runtime itself prints when it
    /// crashes goes to the log.
    /// </summary>
    public static void ReportReady(string log)
    {
        Console.Out.WriteLine("ready");
        Console.Out.Flush();
        var nowhere = Open("/dev/null", ReadWrite, 0);
        var errors = Open(log, WriteOnly | Create | Append, 0x180);
        _ = Duplicate(nowhere, 0);
        _ = Duplicate(nowhere, 1);
        _ = Duplicate(errors < 0 ? nowhere : errors, 2);
        _ = Close(nowhere);
        _ = errors < 0 ? 0 : Close(errors);
    }

    /// <summary>Sets which permissions new files do not get; returns what was set before.</summary>
    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint SetCreationMask(uint mask);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
