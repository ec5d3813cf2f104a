using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah operations</c>: lists the actions that were run.</summary>
internal sealed class OperationsCommand : EngineCommand
{
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public OperationsCommand()
        : base("operations", "List the operations that were asked for", "operations", "operations --format json")
    {
        Aliases.Add("list-operations");
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var operations = await call.Model.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        var format = call.Get(_format)!;
        if (format != OutputFormat.Plain)
        {
            call.Out.Print(
                format,
                operations.ToDictionary(
                    operation => operation.Id, operation => OperationSummary.Of(operation, withResults: false), StringComparer.Ordinal),
                ApiJson.Default.IReadOnlyDictionaryStringOperationSummary);
            return 0;
        }

        var table = new Table("ID", "Status", "Started", "Finished", "Task IDs", "Summary");
        foreach (var operation in operations)
        {
            table.Add(
                operation.Id,
                operation.Status,
                operation.Timing?.Started,
                operation.Timing?.Completed,
                string.Join(',', operation.Tasks.Select(task => task.Id)),
                operation.Summary).Colour(1, Colours.Of(operation.Status));
        }

        if (table.IsEmpty)
        {
            call.Error.WriteLine("no matching operations");
            return 0;
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
