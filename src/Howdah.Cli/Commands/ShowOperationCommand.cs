using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-operation</c>: an operation with its tasks.</summary>
internal sealed class ShowOperationCommand : EngineCommand
{
    private readonly Argument<string> _id = new("id") { Description = "Number of the operation" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowOperationCommand()
        : base("show-operation", "Show an operation with the results of its tasks", "show-operation 1")
    {
        Add(_id);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var operation = await call.Model.GetOperationAsync(call.Get(_id), cancellationToken).ConfigureAwait(false);
        call.Out.Print(call.Get(_format)!, OperationSummary.Of(operation, withResults: true), ApiJson.Default.OperationSummary);
        return 0;
    }
}
