using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.StatusView;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah storage</c>: lists the storage of a model.</summary>
internal sealed class StorageCommand : EngineCommand
{
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public StorageCommand()
        : base("storage", "List the storage, attached or kept", "storage", "storage --format json")
    {
        Aliases.Add("list-storage");
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            call.Out.Print(format, status.Storage, ApiJson.Default.StorageStatus);
            return 0;
        }

        var table = StorageTable.Of(status);
        if (table.IsEmpty)
        {
            call.Error.WriteLine("No storage to display.");
            return 0;
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
