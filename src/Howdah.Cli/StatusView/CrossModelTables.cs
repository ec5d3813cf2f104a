using System.Globalization;
using Howdah.Cli.Output;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>What a model uses of others, and what it offers to them.</summary>
internal static class CrossModelTables
{
    /// <summary>Applications of other models, one row each.</summary>
    public static Table Remote(FullStatus status)
    {
        var table = new Table("SAAS", "Status", "Store", "URL");
        foreach (var (name, remote) in status.ApplicationEndpoints)
        {
            table.Add(name, remote.Status.Current, status.Model.Controller, remote.Url).Colour(1, Colours.Of(remote.Status.Current));
        }

        return table;
    }

    /// <summary>Offers, one row for each endpoint.</summary>
    public static Table Offers(FullStatus status)
    {
        var table = new Table("Offer", "Application", "Charm", ">Rev", "Connected", "Endpoint", "Interface", "Role");
        foreach (var (name, offer) in status.Offers)
        {
            var isFirst = true;
            foreach (var (endpoint, about) in offer.Endpoints)
            {
                var connected = string.Create(CultureInfo.InvariantCulture, $"{offer.ActiveConnectedCount}/{offer.TotalConnectedCount}");
                table.Add(
                    isFirst ? [name, offer.Application, offer.CharmName, offer.CharmRevision, connected, endpoint, about.Interface, about.Role]
                    : ["", "", "", "", "", endpoint, about.Interface, about.Role]);
                isFirst = false;
            }
        }

        return table;
    }
}
