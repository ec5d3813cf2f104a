using System.Text;
using Howdah.Pebble.Exec;
using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Checks;

/// <summary>Runs a command; exit code 0 is success.</summary>
internal static class ExecCheckRunner
{
    private const int TailLimit = 512, LineLimit = 5;

    public static async Task<string?> RunAsync(ExecCheck check, CombinedPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        var words = ShellWords.Split(check.Command!);
        ChildProcess process;
        Task<string> tail;
        try
        {
            var path = words[0].Contains('/', StringComparison.Ordinal) ? words[0] : Executables.Find(words[0]);
            if (path is null) return $"exec: {GoQuote.Quote(words[0])}: executable file not found in $PATH";
            var place = ExecPlace.Resolve(new ExecWishes(check.ServiceContext, check.Environment, check.WorkingDir, check.UserId, check.User, check.GroupId, check.Group), plan);
            var (output, childs) = Descriptor.PipeFromChild();
            try
            {
                process = Reaper.Spawn(new SpawnRequest
                {
                    Path = path, Arguments = words, Environment = place.Environment, WorkingDirectory = place.CheckDirectory,
                    Account = place.Account, Stdin = NullDevice.Fd, Stdout = childs, Stderr = childs, NewGroup = true,
                });
            }
            catch
            {
                output.Dispose();
                throw;
            }
            finally
            {
                _ = Libc.Close(childs);
            }
            tail = TailAsync(output, time, process);
        }
        catch (Exception failure) when (failure is SystemCallException or AccountException or ExecException)
        {
            return failure.Message;
        }
        using var kill = cancellation.UnsafeRegister(static p => ((ChildProcess)p!).SignalGroup(Libc.SigKill), process);
        var code = await process.Exit.ConfigureAwait(false);
        var text = await tail.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return code == 0 ? null : $"exit status {code}{(text.Length > 0 ? "; " + text : "")}";
    }

    // What stays open after the command has ended gets one more second.
    private static async Task<string> TailAsync(Descriptor output, TimeProvider time, ChildProcess process)
    {
        using var owned = output;
        using var late = new CancellationTokenSource();
        _ = process.Exit.ContinueWith(_ => late.CancelAfter(TimeSpan.FromSeconds(1)), TaskScheduler.Default);
        _ = time;
        var ring = new byte[2 * TailLimit];
        int filled = 0;
        var cut = false;
        try
        {
            while (await output.ReadAsync(ring.AsMemory(filled), late.Token).ConfigureAwait(false) is var count and > 0)
            {
                filled += count;
                if (filled <= TailLimit) continue;
                cut = true;
                ring.AsSpan(filled - TailLimit, TailLimit).CopyTo(ring);
                filled = TailLimit;
            }
        }
        catch (OperationCanceledException)
        {
            // What came so far is what there is to tell.
        }
        var lines = Encoding.UTF8.GetString(ring, 0, filled).TrimEnd('\n').Split('\n');
        return (cut || lines.Length > LineLimit ? "(...)\n" : "") + string.Join('\n', lines.TakeLast(LineLimit));
    }
}
