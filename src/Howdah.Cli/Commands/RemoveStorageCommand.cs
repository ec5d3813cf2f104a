using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-storage</c>: deletes storage that was kept.</summary>
internal sealed class RemoveStorageCommand : EngineCommand
{
    private readonly Argument<string[]> _storage = new("storage") { Description = "Ids of detached storage", Arity = ArgumentArity.OneOrMore };

    public RemoveStorageCommand()
        : base("remove-storage", "Delete detached storage with all that is in it", "remove-storage pgdata/0") => Add(_storage);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var id in StorageIds.Parse(call.Get(_storage)))
        {
            await call.Model.RemoveStorageAsync(id, cancellationToken).ConfigureAwait(false);
            call.Out.WriteLine($"removing {id}");
        }

        return 0;
    }
}
