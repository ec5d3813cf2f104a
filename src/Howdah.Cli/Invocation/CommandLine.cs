using System.CommandLine;
using System.CommandLine.Help;
using Howdah.Cli.Commands;
using Howdah.Cli.Output;
using Howdah.Server.Client;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Transport;

namespace Howdah.Cli.Invocation;

/// <summary>The program as a function: arguments in, output and exit code out.</summary>
internal static class CommandLine
{
    private const int BrokenPipe = 32;

    /// <summary>Runs a command line.</summary>
    /// <returns>0; 1 when the command failed, 2 when the command line makes no sense, 130 when it was interrupted.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Screen output, Screen error)
    {
        var root = BuildRoot(output, error);
        var parsed = root.Parse(PassThrough.Mark(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            error.WriteLine($"ERROR {Describe(parsed)}");
            error.WriteLine($"Try '{PathOf(parsed.CommandResult.Command)} --help'.");
            return CliException.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output.Writer,
                Error = error.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (IOException problem) when (problem.HResult == BrokenPipe)
        {
            // Whoever read our output has enough of it.
            return 141;
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand BuildRoot(Screen output, Screen error)
    {
        var root = new RootCommand("A highly available PostgreSQL, deployed and looked after.") { GlobalOptions.Model };
        foreach (var command in CommandList.All())
        {
            Wire(command, output, error);
            root.Add(command);
        }

        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
            {
                help.Action = new HelpWithExamples(usual);
            }
        }

        return root;
    }

    private static void Wire(EngineCommand command, Screen output, Screen error)
    {
        command.SetAction((parsed, _) => RunAsync(command, parsed, output, error));
        foreach (var part in command.Subcommands.OfType<EngineCommand>())
        {
            Wire(part, output, error);
        }
    }

    private static async Task<int> RunAsync(EngineCommand command, ParseResult parsed, Screen output, Screen error)
    {
        using var signals = new Signals();
        try
        {
            using var engine = new HowdahClient(DataDirectory.FromEnvironment(), RemoteAccess.FromEnvironment());
            return await command.RunAsync(new Call(parsed, engine, output, error, signals), signals.Interrupted).ConfigureAwait(false);
        }
        catch (CliException problem)
        {
            error.WriteLine($"ERROR {problem.Message}");
            return problem.ExitCode;
        }
        catch (HowdahException problem)
        {
            error.WriteLine($"ERROR {problem.Message}");
            return CliException.Failure;
        }
        catch (OperationCanceledException) when (signals.Interrupted.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception defect) when (defect is not IOException { HResult: BrokenPipe })
        {
            error.WriteLine($"ERROR this is a defect of howdah, please report it: {defect}");
            return CliException.Failure;
        }
        finally
        {
            await output.FlushAsync().ConfigureAwait(false);
        }
    }

    private static string Describe(ParseResult parsed) => parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var unknown, ..]
        ? $"\"{unknown}\" is not a {ProgramName.Current} command"
        : parsed.Errors[0].Message;

    private static string PathOf(Command command) => command is RootCommand ? ProgramName.Current : $"{ProgramName.Current} {command.Name}";
}
