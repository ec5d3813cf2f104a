using System.Text;
using System.Text.Json;
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Processes;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>
/// Starts sandboxes. The invariant: no sandbox is started on files of which any process of an earlier one may still be alive,
/// also when an engine died between starting a sandbox and recording it. The lock that a sandbox inherits proves it.
/// </summary>
internal sealed class SandboxStarter(string bubblewrap)
{
    private static readonly TimeSpan DeathLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(5);

    /// <summary>Makes sure that nothing of an earlier sandbox is alive, prepares the files, and starts it.</summary>
    /// <param name="name">The sandbox, as messages name it.</param>
    /// <param name="files">Its files.</param>
    /// <param name="prepare">Makes its fresh folders and its description; called when nothing of an earlier one is alive.</param>
    /// <param name="cancellationToken">Cancels the wait for the death of an earlier one.</param>
    /// <exception cref="SubstrateException">It cannot be started.</exception>
    public async Task<Sandbox> StartAsync(
        string name, SandboxFiles files, Func<SandboxSpec> prepare, CancellationToken cancellationToken)
    {
        using var sandboxLock = await TakeLockAsync(name, files, cancellationToken);
        File.Delete(files.Record);
        var spec = prepare();
        var descriptors = new int[2];
        if (Native.Pipe(descriptors, Native.CloseOnExec) != 0)
        {
            throw new SubstrateException($"the sandbox {name} cannot be started: no more files can be opened");
        }

        File.Delete(files.Log);
        using var info = new FileStream(new SafeFileHandle(descriptors[0], ownsHandle: true), FileAccess.Read, 0);
        try
        {
            var pid = DetachedProcess.Start(
                [bubblewrap, .. BubblewrapCommand.Arguments(spec)],
                spec.Environment,
                files.Log,
                [descriptors[1], sandboxLock.Descriptor]);
            if (Pidfd.Open(pid) is { } child)
            {
                _ = DeathWatch.Shared.ReapAsync(child);
            }
        }
        finally
        {
            _ = Native.Close(descriptors[1]);
        }

        return await ReadInitAsync(info, cancellationToken) is { } init && Sandbox.TryRecord(files, init) is { } sandbox
            ? sandbox
            : throw Failure(name, files);
    }

    /// <summary>Ends what is left of a sandbox that no record tells of.</summary>
    /// <exception cref="SubstrateException">It does not die.</exception>
    public static async Task EndUnrecordedAsync(string name, SandboxFiles files)
    {
        if (File.Exists(files.Lock))
        {
            (await TakeLockAsync(name, files, CancellationToken.None)).Dispose();
        }
    }

    private static async Task<FileLock> TakeLockAsync(string name, SandboxFiles files, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(DeathLimit);
        while (true)
        {
            if (FileLock.TryTake(files.Lock) is { } taken)
            {
                return taken;
            }

            var holders = ProcessStat.HoldersOf(files.Lock).Where(pid => pid != Environment.ProcessId)
                .Select(Pidfd.Open).OfType<Pidfd>().ToList();
            holders.ForEach(holder => holder.Signal(Native.SigKill));
            try
            {
                await Task.WhenAll(holders.Select(DeathWatch.Shared.WatchAsync)).WaitAsync(deadline.Token);
                await Task.Delay(holders.Count == 0 ? RetryPause : TimeSpan.Zero, deadline.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                var who = holders.Count == 0
                    ? $"{files.Lock} is locked by a process that this user cannot see"
                    : "processes of the one before do not die, perhaps because a disk hangs: "
                        + string.Join(", ", holders.Select(holder => $"{ProcessStat.Name(holder.Pid)} [{holder.Pid}]"));
                throw new SubstrateException($"the sandbox {name} cannot be started anew: {who}", e);
            }
            finally
            {
                holders.ForEach(DeathWatch.Shared.Forget);
                holders.ForEach(holder => holder.Dispose());
            }
        }
    }

    private static async Task<int?> ReadInitAsync(Stream info, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        using var reader = new StreamReader(info, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            text.AppendLine(line);
            if (line.StartsWith('}'))
            {
                break;
            }
        }

        return text.Length == 0 ? null : JsonSerializer.Deserialize(text.ToString(), SandboxJson.Default.SandboxInfo)?.ChildPid;
    }

    private static SubstrateException Failure(string name, SandboxFiles files)
    {
        var log = SandboxLog.Describe(files.Log);
        var advice = log.Contains("namespace", StringComparison.Ordinal) || log.Contains("uid map", StringComparison.Ordinal)
            ? "This machine does not let an ordinary user make user namespaces. Run Howdah as root, or allow them: "
                + "sysctl kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), "
                + "user.max_user_namespaces above 0. "
            : "";
        return new SubstrateException($"the sandbox {name} cannot be made. {advice}bubblewrap says{log}");
    }
}
