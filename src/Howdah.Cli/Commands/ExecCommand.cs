using System.CommandLine;
using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Cli.Operations;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Cli.Terminals;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah exec</c>: a command with hook commands at hand, or with <c>--container</c> in a workload's container.</summary>
internal sealed class ExecCommand : EngineCommand
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(5);

    private readonly Argument<string[]> _command = new("command") { Description = "What to run", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _unit = new("--unit", "-u")
    {
        Description = "Units to run it on, separated by commas",
        HelpName = "units",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _application = new("--application", "-a")
    {
        Description = "Applications on whose units to run it",
        HelpName = "names",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _container = new("--container")
    {
        Description = "Run it in this container, without hook commands, with input and a terminal if there is one",
        HelpName = "name",
    };

    private readonly Option<TimeSpan?> _wait = DurationOption.Create("--wait", "How long to wait for the result (default: 5m)");
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public ExecCommand()
        : base(
            "exec",
            "Run a command on units with the charm's hook commands at hand; its changes are committed when it succeeds",
            "exec --unit postgresql-k8s/0 -- relation-ids database",
            "exec --application postgresql-k8s -- is-leader",
            "exec --container postgresql --unit postgresql-k8s/0 -- bash")
    {
        Add(_command);
        Add(_unit);
        Add(_application);
        Add(_container);
        Add(_wait);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var units = await TargetsAsync(call, cancellationToken).ConfigureAwait(false);
        if (call.Get(_container) is { } container)
        {
            if (units is not [var only])
            {
                throw CliException.BadUsage("--container goes with one unit");
            }

            return await ContainerExec.RunAsync(
                call, only, new ExecRequest(call.Get(_command)) { Container = container }, terminal: null, cancellationToken).ConfigureAwait(false);
        }

        var request = new HookCommandRequest(units, string.Join(' ', call.Get(_command)));
        var operation = await call.Model.RunHookCommandAsync(request, cancellationToken).ConfigureAwait(false);
        var results = await OperationFollower.WaitAsync(
            call, operation, call.Get(_wait) ?? DefaultWait, showLog: false, cancellationToken).ConfigureAwait(false);
        if (call.Get(_format) != OutputFormat.Plain || results.Count != 1)
        {
            return TaskPrinter.Print(call, call.Get(_format)!, results);
        }

        return PrintStreams(call, results.Values.First());
    }

    private static int PrintStreams(Call call, TaskDetail task)
    {
        call.Out.Write(Text(task, "stdout"));
        call.Error.Write(Text(task, "stderr"));
        var code = TaskPrinter.ReturnCode(task);
        if (task.Status == TaskStates.Completed && code == 0)
        {
            return 0;
        }

        throw new CliException(string.IsNullOrEmpty(task.Message)
            ? $"the command ended with exit code {code} on {task.Unit}"
            : $"the command failed on {task.Unit}: {task.Message}");
    }

    private static string Text(TaskDetail task, string stream) =>
        task.Results is { ValueKind: JsonValueKind.Object } results && results.TryGetProperty(stream, out var text)
            ? text.GetString() ?? ""
            : "";

    private async Task<IReadOnlyList<string>> TargetsAsync(Call call, CancellationToken cancellationToken)
    {
        var units = Split(call.Get(_unit)).Select(UnitName.Require).ToList();
        var applications = Split(call.Get(_application)).ToList();
        if (applications.Count > 0)
        {
            var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            foreach (var name in applications)
            {
                units.AddRange(status.Applications.TryGetValue(name, out var application)
                    ? application.Units?.Keys ?? []
                    : throw new CliException($"application \"{name}\" not found"));
            }
        }

        return units.Count > 0
            ? [.. units.Distinct(StringComparer.Ordinal)]
            : throw CliException.BadUsage("you must specify a target, with --unit or --application");
    }

    private static IEnumerable<string> Split(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
