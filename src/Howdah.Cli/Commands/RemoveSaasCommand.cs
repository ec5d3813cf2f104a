using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-saas</c>: ends consumed offers.</summary>
internal sealed class RemoveSaasCommand : EngineCommand
{
    private readonly Argument<string[]> _names = new("name") { Description = "Names that consumed offers have in this model", Arity = ArgumentArity.OneOrMore };

    public RemoveSaasCommand()
        : base("remove-saas", "Stop using offers of other models, and end the relations with them", "remove-saas database")
    {
        Aliases.Add("remove-consumed-application");
        Add(_names);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var name in call.Get(_names))
        {
            await call.Model.RemoveRemoteAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }
}
