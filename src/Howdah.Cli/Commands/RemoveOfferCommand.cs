using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-offer</c>: ends offers.</summary>
internal sealed class RemoveOfferCommand : EngineCommand
{
    private readonly Argument<string[]> _offers = new("offer")
    {
        Description = "Offers, \"[admin/]model.offer\"; of this model when only a name is given",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _force = new("--force") { Description = "End the relations that use them too" };
    private readonly Option<bool> _noPrompt = new("--yes", "-y") { Description = "Do not ask" };

    public RemoveOfferCommand()
        : base("remove-offer", "End offers; with --force also the relations that use them", "remove-offer postgresql-k8s", "remove-offer default.postgresql-k8s --force --yes")
    {
        Add(_offers);
        Add(_force);
        Add(_noPrompt);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var offers = call.Get(_offers);
        if (call.Get(_force) && !call.Get(_noPrompt))
        {
            Confirmation.Require(call, $"This ends {string.Join(", ", offers)} with all relations that use them.");
        }

        foreach (var (model, name) in offers.Select(OfferList.Split))
        {
            await (model is null ? call.Model : call.Engine.Model(model)).RemoveOfferAsync(name, call.Get(_force), cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }
}
