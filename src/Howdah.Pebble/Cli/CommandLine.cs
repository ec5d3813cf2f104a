using Howdah.Pebble.Api;
using Howdah.Pebble.Client;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>Runs the subcommand of a command line and turns failures into messages.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            return await DispatchAsync(arguments).ConfigureAwait(false);
        }
        catch (CliException failure) when (failure.IsBare)
        {
            Out.ErrorLine(failure.Message);
            return 1;
        }
        catch (CliException failure)
        {
            return Fail(failure.Message);
        }
        catch (PebbleApiException refused) when (refused.Code == 401)
        {
            return Fail(Libc.GetUid() == 0 ? refused.Message : "access denied (try with sudo)");
        }
        catch (PebbleApiException refused)
        {
            return Fail(Out.Wrap("error: " + refused.Message, Width(), "       ")["error: ".Length..]);
        }
        catch (PebbleConnectionException failure)
        {
            return Fail($"cannot communicate with server: {new Server().Reason(failure)}");
        }
        catch (PebbleException failure)
        {
            return Fail(failure.Message);
        }
    }

    private static async Task<int> DispatchAsync(string[] arguments)
    {
        if (arguments is [] or ["-h" or "--help", ..])
        {
            HelpText.Short();
            return 0;
        }
        if (arguments[0] is "--version")
        {
            Out.Line(SystemApi.Version);
            return 0;
        }
        if (arguments[0].StartsWith('-')) throw new CliException($"unknown flag `{arguments[0].TrimStart('-')}'");
        var command = Commands.Find(arguments[0]) ?? throw new CliException($"unknown command {GoQuote.Quote(arguments[0])}, see 'pebble help'");
        var invocation = ArgumentParser.Parse(command, arguments[1..]);
        using var server = invocation.Server;
        if (invocation.Has("help"))
        {
            HelpText.Of(command);
            return 0;
        }
        var code = await command.Run(invocation).ConfigureAwait(false);
        if (code == 0 && command.Name is not ("warnings" or "okay")) WarningCommands.TellOfNew(server);
        return code;
    }

    private static int Fail(string message)
    {
        Out.ErrorLine("error: " + message);
        return 1;
    }

    private static int Width()
    {
        const int Unknown = 80, Most = 100;
        return Math.Min(Libc.IsATty(2) == 1 && Libc.Window(2, out var columns, out _) == 0 && columns > 0 ? columns : Unknown, Most) - 1;
    }
}
