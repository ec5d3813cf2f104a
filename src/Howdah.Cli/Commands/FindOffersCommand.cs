using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah find-offers</c>: lists what can be consumed.</summary>
internal sealed class FindOffersCommand : EngineCommand
{
    private readonly Argument<string?> _model = new("model") { Description = "Only offers of this model", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);
    private readonly Option<string?> _interface = new("--interface") { Description = "Only offers that speak this interface", HelpName = "name" };
    private readonly Option<string?> _offer = new("--offer") { Description = "Only offers whose name has this in it", HelpName = "text" };

    public FindOffersCommand()
        : base("find-offers", "List what models offer to each other", "find-offers", "find-offers --interface postgresql_client")
    {
        Add(_model);
        Add(_format);
        Add(_interface);
        Add(_offer);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var model = call.Get(_model) is { } named ? Call.ShortName(named) : null;
        var offers = (await OfferList.GetAsync(call, model, cancellationToken).ConfigureAwait(false))
            .Where(offer => call.Get(_interface) is not { } spoken || offer.Endpoints.Values.Any(endpoint => endpoint.Interface == spoken))
            .Where(offer => call.Get(_offer) is not { } text || OfferList.NameOf(offer).Contains(text, StringComparison.Ordinal))
            .ToList();
        if (offers.Count == 0)
        {
            throw new CliException("no matching application offers found");
        }

        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            OfferList.Print(call, format, offers);
            return 0;
        }

        var table = new Table("Store", "URL", "Access", "Interfaces");
        foreach (var offer in offers)
        {
            table.Add(
                offer.Store,
                offer.OfferUrl,
                "admin",
                string.Join(", ", offer.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal)
                    .Select(endpoint => $"{endpoint.Value.Interface}:{endpoint.Key}")));
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
