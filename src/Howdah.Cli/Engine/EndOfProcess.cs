using System.Diagnostics;

namespace Howdah.Cli.Engine;

/// <summary>Waits until a process that is not our child is gone.</summary>
internal static class EndOfProcess
{
    /// <summary>Returns when the process is gone, or the time is over.</summary>
    public static async Task WaitAsync(int pid, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It still works on something; what it answered stays true.
        }
    }
}
