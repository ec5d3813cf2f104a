using System.Diagnostics;

namespace Howdah.Testbed;

/// <summary>Waiting for a condition, with a limit and a word on what was still missing.</summary>
public static class Deadline
{
    /// <summary>
    /// Looks again and again until <paramref name="probe"/> gives null; what it gave last is what was missing.
    /// </summary>
    /// <param name="phase">What is being waited for, for the message.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="probe">Null when the condition holds, else what is missing.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task<TimeSpan> WaitAsync(string phase, TimeSpan limit, Func<Task<string?>> probe)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            string? missing;
            try
            {
                missing = await probe();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                missing = e.Message;
            }

            if (missing is null)
            {
                return watch.Elapsed;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"{phase}: not within {limit.TotalSeconds:0} s; still missing: {missing}");
            }

            await Task.Delay(50);
        }
    }
}
