using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Processes;
using Howdah.Substrate.Machine.Sandboxes;
using Howdah.Substrate.Machine.Units;

namespace Howdah.Substrate.Machine;

/// <summary>What the substrate needs of the machine under it.</summary>
internal static class HostMachine
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Path of bubblewrap.</summary>
    /// <exception cref="SubstrateException">It is not there.</exception>
    public static string FindBubblewrap(string name)
    {
        var candidates = name.Contains('/', StringComparison.Ordinal)
            ? [name]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
                .Select(folder => Path.Combine(folder, name));
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new SubstrateException(
                $"{name} is not on this machine: install the package bubblewrap "
                + "(scripts/packages.sh installs all that is needed)");
    }

    /// <summary>Makes the folders below the data directory, closed to other users, and puts the executables there.</summary>
    public static void PrepareDirectories(MachineFiles files, MachineOptions options)
    {
        SandboxRoot.MakeDirectory(files.DataDirectory, OwnerOnly);
        SandboxRoot.MakeDirectory(files.Units, OwnerOnly);
        foreach (var folder in (string[])["storage", "hosts"])
        {
            SandboxRoot.MakeDirectory(Path.Combine(files.DataDirectory, folder), OwnerOnly);
        }

        MakeReadable(files.Executables);
        PlaceExecutable(options.PebbleBinary, Path.Combine(files.Executables, "pebble"));
        PlaceExecutable(options.HookToolBinary, Path.Combine(files.Executables, "hook-tool"));
    }

    /// <summary>Makes a folder that the service users of a sandbox can read where it is bound.</summary>
    public static void MakeReadable(string path) => SandboxRoot.MakeDirectory(path, Readable);

    /// <summary>Deletes a folder that has nothing in it.</summary>
    public static void DeleteWhenEmpty(string path)
    {
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }

    /// <summary>The accounts of this machine's sandboxes.</summary>
    public static SandboxAccounts Accounts(bool rootless) => SandboxAccounts.From(
        File.ReadAllText("/etc/passwd"),
        File.ReadAllText("/etc/group"),
        rootless ? (Native.EffectiveUser(), Native.EffectiveGroup()) : null);

    /// <summary>
    /// Cuts the logs of all sandboxes that have become long. It looks where they lie and nowhere else: further down are the files of charms and
    /// workloads, which must not have others cut by a link of that name.
    /// </summary>
    public static void BoundLogs(MachineFiles files)
    {
        foreach (var sandbox in Directory.EnumerateDirectories(files.Units).SelectMany(Inside).SelectMany(Inside))
        {
            try
            {
                SandboxLog.Bound(new SandboxFiles(sandbox).Log);
            }
            catch (IOException)
            {
                // Its unit was removed meanwhile, or the disk is full: the next round tries again.
            }
        }
    }

    /// <summary>Turns what the file system refuses into a message for the person who runs Howdah.</summary>
    public static T Explain<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explained(what, e);
        }
    }

    /// <summary>As <see cref="Explain"/>, for what takes time.</summary>
    public static async Task<T> ExplainAsync<T>(string what, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explained(what, e);
        }
    }

    private static string[] Inside(string directory)
    {
        try
        {
            return Directory.GetDirectories(directory);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static SubstrateException Explained(string what, Exception cause)
    {
        var advice = cause switch
        {
            UnauthorizedAccessException => ". Choose another directory with HOWDAH_DATA, or change its owner",
            IOException { HResult: NoSpace or QuotaExceeded } => ". The disk is full: free some space, then try again",
            _ => "",
        };
        return new SubstrateException($"{what}: {cause.Message.TrimEnd('.')}{advice}", cause);
    }

    private static void PlaceExecutable(string source, string target)
    {
        if (!File.Exists(source))
        {
            throw new SubstrateException($"{source} is missing: build it (scripts/build.sh)");
        }

        var (from, to) = (new FileInfo(source), new FileInfo(target));
        if (to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc)
        {
            return;
        }

        File.Copy(source, target + ".new", overwrite: true);
        File.SetUnixFileMode(target + ".new", Readable);
        File.SetLastWriteTimeUtc(target + ".new", from.LastWriteTimeUtc);
        File.Move(target + ".new", target, overwrite: true);
    }
}
