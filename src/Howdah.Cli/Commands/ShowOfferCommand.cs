using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-offer</c>: one offer with its endpoints.</summary>
internal sealed class ShowOfferCommand : EngineCommand
{
    private readonly Argument<string> _url = new("offer") { Description = "The offer, \"[admin/]model.offer\"; of this model when only a name is given" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public ShowOfferCommand()
        : base("show-offer", "Show an offer with its endpoints", "show-offer default.postgresql-k8s", "show-offer admin/default.postgresql-k8s --format json")
    {
        Add(_url);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var (model, name) = OfferList.Split(call.Get(_url));
        var offer = (await OfferList.GetAsync(call, model ?? call.Model.Name, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(offer => OfferList.NameOf(offer) == name) ?? throw new CliException($"offer \"{call.Get(_url)}\" not found");
        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            OfferList.Print(call, format, [offer]);
            return 0;
        }

        var table = new Table("Store", "URL", "Access", "Endpoint", "Interface", "Role");
        foreach (var (endpoint, about) in offer.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal))
        {
            table.Add(offer.Store, offer.OfferUrl, "admin", endpoint, about.Interface, about.Role);
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
