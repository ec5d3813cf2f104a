using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Offers;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah offer</c>: lets other models relate to an application.</summary>
internal sealed class OfferCommand : EngineCommand
{
    private readonly Argument<string> _endpoints = new("endpoints") { Description = "What to offer, \"[model.]app:endpoint[,endpoint]\"" };
    private readonly Argument<string?> _name = new("name") { Description = "Name of the offer (default: the application's)", Arity = ArgumentArity.ZeroOrOne };

    public OfferCommand()
        : base("offer", "Let other models relate to endpoints of an application", "offer postgresql-k8s:database", "offer postgresql-k8s:database shared-database")
    {
        Add(_endpoints);
        Add(_name);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var text = call.Get(_endpoints);
        if (text.Split(':') is not [{ Length: > 0 } application, { Length: > 0 } endpoints])
        {
            throw new CliException($"invalid endpoints \"{text}\": expected app:endpoint[,endpoint]");
        }

        var dot = application.LastIndexOf('.');
        var model = dot < 0 ? call.Model : call.Engine.Model(Call.ShortName(application[..dot]));
        var request = new OfferRequest(application[(dot + 1)..], endpoints.Split(','), call.Get(_name));
        call.PrintAll((await model.OfferAsync(request, cancellationToken).ConfigureAwait(false)).Messages);
        return 0;
    }
}
