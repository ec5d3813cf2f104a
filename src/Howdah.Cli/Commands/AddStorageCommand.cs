using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah add-storage</c>: gives a unit more storage.</summary>
internal sealed class AddStorageCommand : EngineCommand
{
    private readonly Argument<string> _unit = new("unit") { Description = "The unit; its containers are started anew" };
    private readonly Argument<string[]> _storage = new("storage")
    {
        Description = "Names of the charm's stores, with how many: name=count",
        Arity = ArgumentArity.OneOrMore,
    };

    public AddStorageCommand()
        : base("add-storage", "Give a unit more storage", "add-storage app/0 cache", "add-storage app/0 cache=2")
    {
        Add(_unit);
        Add(_storage);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var added = StorageCount.ParseAll(call.Get(_storage).Select(one => one.Contains('=', StringComparison.Ordinal) ? one : $"{one}=1"));
        var done = await call.Model.AddStorageAsync(
            new StorageRequest(UnitName.Require(call.Get(_unit)), [], added), cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
