using Howdah.Engine;
using Howdah.Engine.Substrates;

namespace Howdah.Server.Hosting;

/// <summary>The program: serves until it is told to end, or says why it cannot.</summary>
internal static class ServerProgram
{
    /// <summary>Runs it and returns the exit code: 0 when it was told to end, 1 when it cannot serve, 2 for a wrong command line.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = ServerArguments.Parse(arguments);
            if (parsed.Detach)
            {
                Daemon.LeaveSession();
            }

            await ServerHost.RunAsync(parsed, TimeProvider.System).ConfigureAwait(false);
            return 0;
        }
        catch (StartException problem)
        {
            return Fail(problem.Message, problem.ExitCode);
        }
        catch (Exception problem) when (problem is EngineException or SubstrateException)
        {
            return Fail(problem.Message, StartException.Failure);
        }
        catch (Exception defect)
        {
            return Fail($"the engine failed: {defect}", StartException.Failure);
        }
    }

    private static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"ERROR {message}");
        return exitCode;
    }
}
