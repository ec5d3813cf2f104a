using System.Runtime.InteropServices;

namespace Howdah.Pebble.Daemon;

/// <summary>Runs the daemon in this process, until a signal or a service ends it.</summary>
internal static class RunCommand
{
    /// <param name="options">How the daemon was started.</param>
    /// <param name="inside">What to run against the daemon once it is ready; answers an exit code that ends the daemon, or null.</param>
    public static async Task<int> RunAsync(RunOptions options, Func<Task<int?>>? inside = null)
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
            return await (inside is null ? daemon.RunAsync() : RunInsideAsync(daemon, inside)).ConfigureAwait(false);
        }
        catch (StartException refused)
        {
            await Console.Error.WriteLineAsync($"cannot run daemon: {refused.Message}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> RunInsideAsync(PebbleDaemon daemon, Func<Task<int?>> inside)
    {
        var running = daemon.RunAsync();
        if (await Task.WhenAny(daemon.Ready, running).ConfigureAwait(false) == running) return await running.ConfigureAwait(false);
        int? code = null;
        try
        {
            code = await inside().ConfigureAwait(false);
            if (code is not null) daemon.RequestExit(code.Value, null);
        }
        catch
        {
            daemon.RequestExit(ExitCodes.Failure, null);
            await running.ConfigureAwait(false);
            throw;
        }
        return await running.ConfigureAwait(false);
    }
}
