using System.Runtime.InteropServices;

namespace Howdah.Pebble.Daemon;

/// <summary><c>pebble run</c>.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(RunOptions options)
    {
        DaemonLog.Debugging = Environment.GetEnvironmentVariable("PEBBLE_DEBUG") is "1";
        await using var daemon = new PebbleDaemon(options, TimeProvider.System);
        void Exit(PosixSignalContext context, string name)
        {
            context.Cancel = true;
            daemon.RequestExit(ExitCodes.Success, name);
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Exit(c, "interrupt"));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Exit(c, "terminated"));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, c => Exit(c, "quit"));
        try
        {
            return await daemon.RunAsync().ConfigureAwait(false);
        }
        catch (StartException refused)
        {
            await Console.Error.WriteLineAsync($"cannot run daemon: {refused.Message}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }
}
