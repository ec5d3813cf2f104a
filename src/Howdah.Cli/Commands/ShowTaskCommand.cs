using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-task</c>: the result of one task.</summary>
internal sealed class ShowTaskCommand : EngineCommand
{
    private readonly Argument<string> _id = new("id") { Description = "Number of the task" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowTaskCommand()
        : base("show-task", "Show the result of a task", "show-task 2")
    {
        Add(_id);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var task = await call.Model.GetTaskAsync(call.Get(_id), cancellationToken).ConfigureAwait(false);
        call.Out.Print(call.Get(_format)!, task, ApiJson.Default.TaskDetail);
        return 0;
    }
}
