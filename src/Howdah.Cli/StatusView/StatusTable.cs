using System.Globalization;
using System.Text;
using Howdah.Cli.Output;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>A status as <c>juju status</c> prints it for containers.</summary>
internal static class StatusTable
{
    /// <summary>The whole text.</summary>
    /// <param name="status">What to show.</param>
    /// <param name="relations">Whether to list the relations too.</param>
    /// <param name="storage">Whether to list the storage too.</param>
    /// <param name="colours">Whether to colour the status words.</param>
    public static string Render(FullStatus status, bool relations = false, bool storage = false, bool colours = false)
    {
        var parts = new List<Table> { ModelTable(status), CrossModelTables.Remote(status) };
        if (status.Applications.Count > 0)
        {
            parts.Add(ApplicationTable(status));
        }

        parts.Add(UnitTable(status));
        parts.Add(CrossModelTables.Offers(status));
        if (relations)
        {
            parts.Add(RelationTable.Of(status));
        }

        if (storage)
        {
            parts.Add(StorageTable.Of(status));
        }

        var text = new StringBuilder();
        foreach (var part in parts.Where(part => !part.IsEmpty))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(part.Render(colours));
        }

        return text.ToString();
    }

    private static Table ModelTable(FullStatus status)
    {
        var model = status.Model;
        var going = model.Status.Current is not "available";
        var table = going
            ? new Table("Model", "Controller", "Cloud/Region", "Version", "Timestamp", "Message")
            : new Table("Model", "Controller", "Cloud/Region", "Version", "Timestamp");
        var cloud = string.IsNullOrEmpty(model.Region) ? model.Cloud : $"{model.Cloud}/{model.Region}";
        return table.Add(
            model.Name, model.Controller, cloud, model.Version, status.Controller.Timestamp, going ? model.Status.Message ?? model.Status.Current : null);
    }

    private static Table ApplicationTable(FullStatus status)
    {
        var table = new Table("App", "Version", "Status", ">Scale", "Charm", "Channel", ">Rev", "Address", "Exposed", "Message");
        foreach (var (name, application) in status.Applications)
        {
            table.Add(
                name,
                application.Version,
                application.Status.Current,
                Scale(application),
                application.CharmName,
                application.CharmChannel,
                application.CharmRev.ToString(CultureInfo.InvariantCulture),
                application.Address,
                application.Exposed ? "yes" : "no",
                application.Status.Message).Colour(2, Colours.Of(application.Status.Current));
        }

        return table;
    }

    private static string Scale(ApplicationStatus application)
    {
        // A unit counts once it left the waiting room: its agent runs and the charm said something.
        var ready = application.Units?.Values.Count(unit => unit.Agent.Current is not ("allocating" or "lost")) ?? 0;
        return ready == application.Scale
            ? ready.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{ready}/{application.Scale}");
    }

    private static Table UnitTable(FullStatus status)
    {
        var table = new Table("Unit", "Workload", "Agent", "Address", "Ports", "Message");
        foreach (var (name, unit) in status.Applications.Values.SelectMany(application => application.Units ?? NoUnits))
        {
            table.Add(
                unit.Leader == true ? name + "*" : name,
                unit.Workload.Current,
                unit.Agent.Current,
                unit.Address,
                PortList.Compact(unit.OpenPorts),
                UnitMessage.Of(unit))
                .Colour(1, Colours.Of(unit.Workload.Current))
                .Colour(2, Colours.Of(unit.Agent.Current));
        }

        return table;
    }

    private static readonly Dictionary<string, UnitStatus> NoUnits = new(StringComparer.Ordinal);
}
