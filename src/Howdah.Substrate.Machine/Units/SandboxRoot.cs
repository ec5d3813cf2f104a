using System.Text;
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Processes;
using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>Makes the folders of a sandbox that are new at every start.</summary>
internal static class SandboxRoot
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Everybody = Readable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    /// <summary>What Debian's packages expect to be in <c>/var</c>.</summary>
    private static readonly string[] Variable = ["backups", "cache", "lib", "lib/misc", "log", "opt", "spool"];

    /// <summary>Folders that must be there before any sandbox of the unit starts, as they are shared.</summary>
    public static void PrepareShared(SandboxFiles files, ContainerSpec? container)
    {
        MakeDirectory(files.Directory, OwnerOnly);
        MakeDirectory(files.SocketDirectory, Readable);
        Give(files.SocketDirectory, container);
    }

    /// <summary>Makes <c>/var</c>, <c>/tmp</c> and the accounts anew.</summary>
    public static void Prepare(SandboxFiles files, SandboxAccounts accounts, ContainerSpec? container, bool rootless)
    {
        Trees.Delete(files.Root);
        File.Delete(files.Socket);
        MakeDirectory(files.Root, OwnerOnly);
        MakeDirectory(Path.Combine(files.Root, "tmp"), Everybody);
        var variable = Path.Combine(files.Root, "var");
        MakeDirectory(variable, Readable);
        foreach (var folder in Variable)
        {
            MakeDirectory(Path.Combine(variable, folder), Readable);
        }

        MakeDirectory(Path.Combine(variable, "tmp"), Everybody);
        File.CreateSymbolicLink(Path.Combine(variable, "run"), "/run");
        File.CreateSymbolicLink(Path.Combine(variable, "lock"), "/run/lock");
        foreach (var account in accounts.WithState)
        {
            var home = Path.Combine(files.Root, account.Home.TrimStart('/'));
            MakeDirectory(home, Readable);
            if (!rootless)
            {
                _ = Native.ChangeOwner(home, account.User, account.Group);
            }
        }

        MakeDirectory(Path.Combine(variable, "lib", "pebble"), Readable);
        Give(Path.Combine(variable, "lib", "pebble"), container);
        const UnixFileMode file = Readable & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        AtomicFile.Write(Path.Combine(files.Root, "passwd"), Encoding.UTF8.GetBytes(accounts.Passwd), file);
        AtomicFile.Write(Path.Combine(files.Root, "group"), Encoding.UTF8.GetBytes(accounts.Group), file);
    }

    /// <summary>Makes a folder with exactly this mode, whatever the umask; leaves the mode of one that is there.</summary>
    public static void MakeDirectory(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, mode);
        }
    }

    private static void Give(string path, ContainerSpec? container)
    {
        if (container?.Uid is { } user)
        {
            _ = Native.ChangeOwner(path, (uint)user, (uint)(container.Gid ?? user));
        }
    }
}
