namespace Howdah.Engine.Tests.Harness;

/// <summary>Something that a person asks of an engine, which may die over it.</summary>
/// <param name="IsAsked">True when the engine has taken it already.</param>
/// <param name="AskAsync">Asks for it.</param>
/// <param name="DoneAsync">Waits until it is done.</param>
internal sealed record MortalStep(Func<TestEngine, bool> IsAsked, Func<TestEngine, Task> AskAsync, Func<TestEngine, Task> DoneAsync);

/// <summary>Has an engine go through steps that dies at every commit, or at every second, and is opened again.</summary>
internal static class MortalRun
{
    /// <summary>Runs the steps.</summary>
    /// <returns>How often the engine died.</returns>
    public static async Task<int> RunAsync(TestEngine engine, bool afterTheCommit, IEnumerable<MortalStep> steps)
    {
        var died = 0;
        foreach (var step in steps)
        {
            for (var done = false; !done;)
            {
                // Every fifth life is longer: on a busy machine leases and statuses may be written before any hook comes to its end.
                MortalStore? mortal = null;
                await engine.OpenAsync(store =>
                    mortal = new MortalStore(store, (afterTheCommit ? 1 : 2) + (died % 5 == 4 ? 3 : 0), afterTheCommit));
                done = await TryAsync(engine, step, mortal!.Died);
                await engine.StopAsync();
                died += done ? 0 : 1;
                Assert.True(died < 200, "the engine gets nowhere");
            }
        }

        return died;
    }

    // False when the engine died on the way.
    private static async Task<bool> TryAsync(TestEngine engine, MortalStep step, Task dead)
    {
        try
        {
            if (!step.IsAsked(engine))
            {
                await step.AskAsync(engine);
            }

            var done = step.DoneAsync(engine);
            if (await Task.WhenAny(done, dead) != done)
            {
                return false;
            }

            await done;
            return true;
        }
        catch (EngineException) when (dead.IsCompleted)
        {
            return false;
        }
    }
}
