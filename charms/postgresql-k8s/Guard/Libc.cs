using System.Runtime.InteropServices;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The calls of Linux that .NET has no word for.</summary>
internal static unsafe partial class Libc
{
    internal const int SigHup = 1;
    internal const int SigInt = 2;
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    internal const short PollIn = 1;
    internal const int NoHang = 1;
    internal const int SetParentDeathSignal = 1;
    internal const int SetChildSubreaper = 36;
    internal const int NoSuchProcess = 3;
    internal const short SpawnNewSession = 0x80;
    internal const int CloseOnExec = 0x80000;
    private const int PidfdOpenCall = 434;

    [StructLayout(LayoutKind.Sequential)]
    internal record struct PollEntry(int Descriptor, short Events, short Returned);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "waitpid")]
    internal static partial int WaitPid(int process, out int status, int options);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "prctl")]
    internal static partial int ProcessControl(int option, nint value, nint unused1, nint unused2, nint unused3);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "poll")]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "syscall")]
    internal static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "pipe2")]
    internal static partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "read")]
    internal static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "write")]
    internal static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int ParentProcess();

    [LibraryImport("libc", SetLastError = true, EntryPoint = "execvp")]
    internal static partial int Execute(byte* file, byte** arguments);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int SpawnAttributesInit(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SpawnAttributesSetFlags(void* attributes, short flags);

    /// <summary>A descriptor that becomes readable when the process dies, or -1 when it is dead already.</summary>
    internal static int OpenPidfd(int process) => (int)SystemCall(PidfdOpenCall, process, 0);
}
