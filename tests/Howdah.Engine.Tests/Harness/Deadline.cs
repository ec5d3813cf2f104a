namespace Howdah.Engine.Tests.Harness;

/// <summary>Waits for what gives no sign of itself, such as a file.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Looks until it is true.</summary>
    /// <exception cref="TimeoutException">It did not come true in time.</exception>
    public static async Task WaitAsync(string what, Func<bool> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var end = new CancellationTokenSource(Longest);
        try
        {
            while (!condition())
            {
                await look.WaitForNextTickAsync(end.Token);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"waited for {what}", e);
        }
    }
}
