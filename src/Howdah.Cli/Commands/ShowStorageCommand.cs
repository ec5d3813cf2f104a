using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-storage</c>: some storage instances.</summary>
internal sealed class ShowStorageCommand : EngineCommand
{
    private readonly Argument<string[]> _storage = new("storage") { Description = "Ids of storage, pgdata/0", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowStorageCommand()
        : base("show-storage", "Show storage: its kind, where it is attached, since when", "show-storage pgdata/0", "show-storage pgdata/0 --format json")
    {
        Add(_storage);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var ids = StorageIds.Parse(call.Get(_storage));
        var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, StorageInstance>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            found[id] = status.Storage.Storage?.GetValueOrDefault(id) ?? throw new CliException($"storage \"{id}\" not found");
        }

        call.Out.Print(call.Get(_format)!, found, ApiJson.Default.IReadOnlyDictionaryStringStorageInstance);
        return 0;
    }
}
