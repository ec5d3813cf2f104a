using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Operations;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah run</c>: runs an action.</summary>
internal sealed class RunCommand : EngineCommand
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);

    private readonly Argument<string[]> _words = new("unit... action [key=value...]")
    {
        Description = "Units (app/0 or app/leader), the action's name, and its parameters",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<TimeSpan?> _wait = DurationOption.Create("--wait", "How long to wait for the result (default: 60s)");
    private readonly Option<bool> _background = new("--background") { Description = "Do not wait for the result" };
    private readonly Option<string?> _params = new("--params") { Description = "YAML file with parameters", HelpName = "file" };
    private readonly Option<bool> _stringArgs = new("--string-args") { Description = "Take values as they are typed, not as YAML" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public RunCommand()
        : base(
            "run",
            "Run an action on units",
            "run data-integrator/0 get-credentials",
            "run postgresql-k8s/leader get-primary",
            "run postgresql-k8s/leader set-password username=operator password=secret",
            "run postgresql-k8s/1 promote-to-primary scope=unit --wait 2m --format json")
    {
        Add(_words);
        Add(_wait);
        Add(_background);
        Add(_params);
        Add(_stringArgs);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var operation = await call.Model.RunActionAsync(ToRequest(call), cancellationToken).ConfigureAwait(false);
        if (call.Get(_background))
        {
            Schedule(call, operation);
            return 0;
        }

        OperationFollower.Announce(call, operation);
        var results = await OperationFollower.WaitAsync(
            call, operation, call.Get(_wait) ?? DefaultWait, showLog: true, cancellationToken).ConfigureAwait(false);
        call.Error.WriteLine();
        return TaskPrinter.Print(call, call.Get(_format)!, results);
    }

    private ActionRequest ToRequest(Call call)
    {
        var words = call.Get(_words);
        var units = words.TakeWhile(word => word.Split(',').All(UnitName.IsUnit)).ToList();
        if (units.Count == 0)
        {
            throw CliException.BadUsage($"invalid unit name \"{words[0]}\", expected something like postgresql-k8s/0 or postgresql-k8s/leader");
        }

        if (units.Count == words.Length)
        {
            throw CliException.BadUsage("no action specified");
        }

        var parameters = ActionParameters.Parse(call.Get(_params), words.Skip(units.Count + 1), call.Get(_stringArgs));
        return new ActionRequest([.. units.SelectMany(unit => unit.Split(','))], words[units.Count], parameters);
    }

    private static void Schedule(Call call, OperationDetail operation)
    {
        var tasks = operation.Tasks.Count == 1
            ? $"task {operation.Tasks[0].Id}"
            : $"tasks {string.Join(", ", operation.Tasks.Select(task => task.Id))}";
        call.Error.WriteLine($"Scheduled operation {operation.Id} with {tasks}");
        call.Error.WriteLine($"Check operation status with '{ProgramName.Current} show-operation {operation.Id}'");
        foreach (var task in operation.Tasks)
        {
            call.Error.WriteLine($"Check task status with '{ProgramName.Current} show-task {task.Id}'");
        }
    }
}
