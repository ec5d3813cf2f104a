using System.Collections.Frozen;
using System.Text;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Hooks;
using Howdah.HookTools;

namespace Howdah.Engine.HookCommands;

/// <summary>All hook commands, and how one is run.</summary>
internal static class HookCommandTable
{
    private static readonly FrozenDictionary<string, HookCommand> Commands = new[]
    {
        RelationCommands.All, ConfigCommands.All, LeaderCommands.All, StatusCommands.All, LogCommands.All, PortCommands.All, NetworkCommands.All,
        StorageCommands.All, StateCommands.All, GoalStateCommand.All, ActionCommands.All, Secrets.SecretCommands.All, ResourceCommands.All,
        RefusedCommands.All,
    }.SelectMany(family => family).ToFrozenDictionary(command => command.Name, StringComparer.Ordinal);

    /// <summary>Names under which a charm finds the hook commands on its PATH.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Commands.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The command of that name, which there must be.</summary>
    public static HookCommand Find(string name) => Commands[name];

    /// <summary>Runs a command in its dispatch; never throws but for cancellation.</summary>
    public static async Task<HookResponse> RunAsync(HookContext context, HookRequest request, CancellationToken cancellationToken)
    {
        await context.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (response, recorded) = await AnswerAsync(context, request).ConfigureAwait(false);
            context.Recording.Add(request, response, recorded);
            return response;
        }
        finally
        {
            context.Gate.Release();
        }
    }

    private static async Task<(HookResponse Response, byte[]? Recorded)> AnswerAsync(HookContext context, HookRequest request)
    {
        if (!Commands.TryGetValue(request.Command, out var command))
        {
            return (Error(1, $"bad request: unknown command \"{request.Command}\""), null);
        }

        try
        {
            var args = ParsedArguments.Parse(command, request.Args);
            if (args.Help)
            {
                return (new HookResponse(0, Encoding.UTF8.GetBytes(command.Help()), []), null);
            }

            var format = command.Flags.Contains(Flag.Format) ? args.Value("format") ?? command.DefaultFormat : "smart";
            if (format is not ("json" or "yaml" or "smart"))
            {
                throw HookCommandException.BadFlag("--format", format, $"unknown format \"{format}\"");
            }

            var output = await command.RunAsync(new Invocation(context, args, request)).ConfigureAwait(false);
            var response = new HookResponse(0, output.Format(format), Encoding.UTF8.GetBytes(Note(command, args))) { OutputFile = args.Value("output") };
            return (response, output.Recorded?.Format(format));
        }
        catch (HookCommandException e)
        {
            return (Error(e.ExitCode, e.Message), null);
        }
        catch (EngineException e)
        {
            return (Error(1, e.Message), null);
        }
    }

    public static HookResponse Error(int exitCode, string message) => new(exitCode, [], Encoding.UTF8.GetBytes($"ERROR {message}\n"));

    private static string Note(HookCommand command, ParsedArguments args) =>
        args.Value("format") is not null && !command.Flags.Contains(Flag.Format)
            ? $"--format flag deprecated for command \"{command.Name}\"\n"
            : "";
}
