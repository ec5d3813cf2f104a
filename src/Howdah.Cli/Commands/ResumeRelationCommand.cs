using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah resume-relation</c>: lets another model use an offer again.</summary>
internal sealed class ResumeRelationCommand : EngineCommand
{
    private readonly Argument<int[]> _relations = new("relation-id") { Description = "Numbers of relations, as 'offers' shows them", Arity = ArgumentArity.OneOrMore };

    public ResumeRelationCommand()
        : base("resume-relation", "Have units enter suspended relations again", "resume-relation 4") => Add(_relations);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var relation in call.Get(_relations))
        {
            await call.Model.ResumeRelationAsync(relation, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }
}
