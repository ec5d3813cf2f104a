using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Offers;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah offers</c>: lists what a model offers, and who uses it.</summary>
internal sealed class OffersCommand : EngineCommand
{
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public OffersCommand()
        : base("offers", "List what the model offers to others, and the relations that use it", "offers", "offers --format json")
    {
        Aliases.Add("list-offers");
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var offers = (await OfferList.GetAsync(call, call.Model.Name, cancellationToken).ConfigureAwait(false))
            .ToDictionary(offer => OfferList.NameOf(offer), StringComparer.Ordinal);
        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            call.Out.Print(format, offers, ApiJson.Default.IReadOnlyDictionaryStringOfferDetail);
            return 0;
        }

        var table = new Table("Offer", "User", ">Relation id", "Status", "Endpoint", "Interface", "Role");
        foreach (var (name, offer) in offers)
        {
            foreach (var use in offer.Connections ?? [])
            {
                var endpoint = offer.Endpoints[use.Endpoint];
                table.Add(
                    name, use.Username, use.RelationId.ToString(CultureInfo.InvariantCulture), use.Status.Current, use.Endpoint, endpoint.Interface, endpoint.Role);
            }

            if (offer.Connections is null)
            {
                table.Add(name, "-");
            }
        }

        call.Out.Write(table.IsEmpty ? "" : table.Render(call.Out.UsesColour));
        return 0;
    }
}
