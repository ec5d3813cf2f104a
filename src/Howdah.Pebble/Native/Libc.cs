using System.Runtime.InteropServices;

namespace Howdah.Pebble.Native;

/// <summary>The system calls of <c>spawn.c</c> and <c>crypt.c</c>: each answers 0 or a count, or the negative errno.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "howdah_pebble";

    public const int SigHup = 1, SigInt = 2, SigQuit = 3, SigKill = 9, SigTerm = 15, SigWinch = 28;
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, Truncate = 0x200, NoCtty = 0x100, Directory = 0x10000, PathOnly = 0x200000;

    [LibraryImport(Library, EntryPoint = "hp_spawn")]
    public static partial int Spawn(SpawnBlock* block);

    [LibraryImport(Library, EntryPoint = "hp_subreaper")]
    public static partial int Subreaper();

    [LibraryImport(Library, EntryPoint = "hp_wait_any")]
    public static partial int WaitAny();

    [LibraryImport(Library, EntryPoint = "hp_reap")]
    public static partial int Reap(int pid, out int code);

    [LibraryImport(Library, EntryPoint = "hp_kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "hp_frugal")]
    public static partial void Frugal();

    [LibraryImport(Library, EntryPoint = "hp_trim")]
    public static partial void Trim();

    [LibraryImport(Library, EntryPoint = "hp_getpid")]
    public static partial int GetPid();

    [LibraryImport(Library, EntryPoint = "hp_getuid")]
    public static partial int GetUid();

    [LibraryImport(Library, EntryPoint = "hp_getgid")]
    public static partial int GetGid();

    [LibraryImport(Library, EntryPoint = "hp_pipe")]
    public static partial int Pipe(int* ends);

    [LibraryImport(Library, EntryPoint = "hp_read")]
    public static partial int Read(int fd, byte* buffer, int count);

    [LibraryImport(Library, EntryPoint = "hp_write")]
    public static partial int Write(int fd, byte* buffer, int count);

    [LibraryImport(Library, EntryPoint = "hp_close")]
    public static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "hp_dup")]
    public static partial int Dup(int fd);

    [LibraryImport(Library, EntryPoint = "hp_nonblocking")]
    public static partial int NonBlocking(int fd);

    [LibraryImport(Library, EntryPoint = "hp_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport(Library, EntryPoint = "hp_umask")]
    public static partial int Umask(int mask);

    [LibraryImport(Library, EntryPoint = "hp_isatty")]
    public static partial int IsATty(int fd);

    [LibraryImport(Library, EntryPoint = "hp_epoll_create")]
    public static partial int EpollCreate();

    [LibraryImport(Library, EntryPoint = "hp_epoll_arm")]
    public static partial int EpollArm(int epoll, int fd, int writable);

    [LibraryImport(Library, EntryPoint = "hp_epoll_forget")]
    public static partial int EpollForget(int epoll, int fd);

    [LibraryImport(Library, EntryPoint = "hp_epoll_wait")]
    public static partial int EpollWait(int epoll, int* fds, int count);

    [LibraryImport(Library, EntryPoint = "hp_resize")]
    public static partial int Resize(int fd, int columns, int rows);

    [LibraryImport(Library, EntryPoint = "hp_window")]
    public static partial int Window(int fd, out int columns, out int rows);

    [LibraryImport(Library, EntryPoint = "hp_openpty")]
    public static partial int OpenPty(int columns, int rows, int* ends);

    [LibraryImport(Library, EntryPoint = "hp_raw")]
    public static partial int Raw(int fd, byte* saved);

    [LibraryImport(Library, EntryPoint = "hp_cooked")]
    public static partial int Cooked(int fd, byte* saved);

    [LibraryImport(Library, EntryPoint = "hp_zone")]
    public static partial int Zone(long seconds, byte* buffer, int count);

    [LibraryImport(Library, EntryPoint = "hp_stat", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Stat(string path, int follow, out FileEntry entry);

    [LibraryImport(Library, EntryPoint = "hp_fstat")]
    public static partial int FStat(int fd, out FileEntry entry);

    [LibraryImport(Library, EntryPoint = "hp_access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    [LibraryImport(Library, EntryPoint = "hp_fchmod")]
    public static partial int FChmod(int fd, int mode);

    [LibraryImport(Library, EntryPoint = "hp_fchown")]
    public static partial int FChown(int fd, uint uid, uint gid);

    [LibraryImport(Library, EntryPoint = "hp_chmod", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chmod(string path, int mode);

    [LibraryImport(Library, EntryPoint = "hp_chown", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chown(string path, uint uid, uint gid);

    [LibraryImport(Library, EntryPoint = "hp_mkdir", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mkdir(string path, int mode);

    [LibraryImport(Library, EntryPoint = "hp_rmdir", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rmdir(string path);

    [LibraryImport(Library, EntryPoint = "hp_unlink", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport(Library, EntryPoint = "hp_rename", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport(Library, EntryPoint = "hp_password_matches", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PasswordMatches(string password, string hash);

    [LibraryImport(Library, EntryPoint = "hp_fsync")]
    public static partial int FSync(int fd);

    [LibraryImport(Library, EntryPoint = "hp_flock")]
    public static partial int TryLock(int fd);
}
