using System.CommandLine;
using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Cli.Operations;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah plan</c>: says what a change of options would do; the charm's action <c>plan</c> knows.</summary>
internal sealed class PlanCommand : EngineCommand
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    private readonly Argument<string[]> _changes = new("change")
    {
        Description = "Options as key=value, or YAML files with them",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _application = new("--application", "-a")
    {
        Description = "The application whose options they are",
        DefaultValueFactory = _ => "postgresql-k8s",
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public PlanCommand()
        : base(
            "plan",
            "Say what a change of options would do on each unit, and change nothing",
            "plan memory_work_mem=8192",
            "plan experimental_max_connections=200 memory_shared_buffers=32768 --format json",
            "plan options.yaml --application db")
    {
        Add(_changes);
        Add(_application);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var options = call.Get(_changes)!.SelectMany(Read).Select(p => $"{p.Key}={p.Value}");
        var parameters = ActionParameters.Parse(null, [$"options={string.Join('\n', options)}"], asStrings: true);
        var request = new ActionRequest([$"{call.Get(_application)}/leader"], "plan", parameters);
        var operation = await call.Model.RunActionAsync(request, cancellationToken).ConfigureAwait(false);
        var results = await OperationFollower.WaitAsync(call, operation, Wait, showLog: false, cancellationToken).ConfigureAwait(false);
        return TaskPrinter.Print(call, call.Get(_format)!, results);
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(string change)
    {
        if (change.Contains('=', StringComparison.Ordinal))
        {
            return KeyValue.ParseAll([change]);
        }

        return File.Exists(change)
            ? ActionParameters.Parse(change, [], asStrings: true).EnumerateObject().Select(p => KeyValuePair.Create(p.Name, TextOf(p.Value)))
            : throw CliException.BadUsage($"\"{change}\" is neither option=value nor a file");
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
