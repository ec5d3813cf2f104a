using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Offers;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah consume</c>: has the model know an offer of another.</summary>
internal sealed class ConsumeCommand : EngineCommand
{
    private readonly Argument<string> _url = new("offer") { Description = "The offer, \"[admin/]model.offer\"" };
    private readonly Argument<string?> _alias = new("alias") { Description = "Its name in this model (default: the offer's)", Arity = ArgumentArity.ZeroOrOne };

    public ConsumeCommand()
        : base("consume", "Give an offer of another model a name in this one, to relate to", "consume default.postgresql-k8s", "consume admin/default.postgresql-k8s database")
    {
        Add(_url);
        Add(_alias);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var request = new ConsumeRequest(call.Get(_url), call.Get(_alias));
        call.PrintAll((await call.Model.ConsumeAsync(request, cancellationToken).ConfigureAwait(false)).Messages);
        return 0;
    }
}
