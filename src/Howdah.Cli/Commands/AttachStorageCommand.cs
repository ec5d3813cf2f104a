using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah attach-storage</c>: gives a unit storage that was kept.</summary>
internal sealed class AttachStorageCommand : EngineCommand
{
    private static readonly Dictionary<string, int> NothingNew = new(StringComparer.Ordinal);

    private readonly Argument<string> _unit = new("unit") { Description = "The unit; its containers are started anew" };
    private readonly Argument<string[]> _storage = new("storage") { Description = "Ids of detached storage", Arity = ArgumentArity.OneOrMore };

    public AttachStorageCommand()
        : base("attach-storage", "Attach storage that was kept to a unit", "attach-storage app/1 cache/0")
    {
        Add(_unit);
        Add(_storage);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var done = await call.Model.AddStorageAsync(
            new StorageRequest(UnitName.Require(call.Get(_unit)), StorageIds.Parse(call.Get(_storage)), NothingNew), cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
