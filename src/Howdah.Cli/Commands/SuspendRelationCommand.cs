using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah suspend-relation</c>: keeps another model from using an offer, for a while.</summary>
internal sealed class SuspendRelationCommand : EngineCommand
{
    private readonly Argument<int[]> _relations = new("relation-id") { Description = "Numbers of relations, as 'offers' shows them", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _message = new("--message") { Description = "Why, for those who look at the status", HelpName = "text" };

    public SuspendRelationCommand()
        : base(
            "suspend-relation",
            "Have units leave relations that use offers of the model, until these are resumed",
            "suspend-relation 4",
            "suspend-relation 4 5 --message \"maintenance until noon\"")
    {
        Add(_relations);
        Add(_message);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var relation in call.Get(_relations))
        {
            await call.Model.SuspendRelationAsync(relation, call.Get(_message), cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }
}
