using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah detach-storage</c>: takes storage from its unit and keeps it.</summary>
internal sealed class DetachStorageCommand : EngineCommand
{
    private readonly Argument<string[]> _storage = new("storage") { Description = "Ids of storage, pgdata/0", Arity = ArgumentArity.OneOrMore };

    public DetachStorageCommand()
        : base("detach-storage", "Take storage that its charm can do without from a unit, and keep it", "detach-storage cache/0") => Add(_storage);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var id in StorageIds.Parse(call.Get(_storage)))
        {
            await call.Model.DetachStorageAsync(id, cancellationToken).ConfigureAwait(false);
            call.Out.WriteLine($"detaching {id}");
        }

        return 0;
    }
}
