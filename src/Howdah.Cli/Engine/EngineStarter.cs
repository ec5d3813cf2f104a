using System.ComponentModel;
using System.Diagnostics;
using Howdah.Cli.Invocation;
using Howdah.Server.Client;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Models;
using Howdah.Server.Client.Transport;

namespace Howdah.Cli.Engine;

/// <summary>Starts an engine that goes on when this program has ended.</summary>
internal static class EngineStarter
{
    /// <summary>What the running engine says; null when none answers.</summary>
    public static async Task<EngineInfo?> ProbeAsync(HowdahClient engine, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HowdahException error) when (error.Kind == ErrorKinds.NoEngine)
        {
            return null;
        }
    }

    /// <summary>
    /// Starts <c>howdah-server --detach</c>, which says one line on standard output when it serves, lets go of our pipes and goes on
    /// in a session of its own; or ends with its reason on standard error.
    /// </summary>
    /// <exception cref="CliException">It could not serve.</exception>
    public static async Task StartAsync(HowdahClient engine, string? listen, CancellationToken cancellationToken)
    {
        if (engine.IsElsewhere)
        {
            throw new CliException($"{RemoteAccess.Variable} is set, so the engine meant is one elsewhere, and none is started here");
        }

        using var server = Launch(engine.Data, listen);
        var errors = server.StandardError.ReadToEndAsync(cancellationToken);
        var ready = await server.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (ready is not null)
        {
            return;
        }

        await server.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var reason = (await errors.ConfigureAwait(false)).Trim();
        const string prefix = "ERROR ";
        throw new CliException(reason.Length == 0
            ? $"the engine ended with exit code {server.ExitCode} without a word; see {engine.Data.Log}"
            : reason.StartsWith(prefix, StringComparison.Ordinal) ? reason[prefix.Length..] : reason);
    }

    private static Process Launch(DataDirectory data, string? listen)
    {
        var program = ServerBinary.Find();
        try
        {
            return Process.Start(new ProcessStartInfo(program, ["--detach", .. ServerBinary.Arguments(data, listen)])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            })!;
        }
        catch (Win32Exception error)
        {
            throw new CliException($"cannot start {program}: {error.Message}");
        }
    }
}
