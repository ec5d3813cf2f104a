using Howdah.Server.Client.Status;

namespace Howdah.Cli.WaitFor;

/// <summary>What a query can name, made from a status. What is not there has the life <c>dead</c> and no status.</summary>
internal static class QueryScopes
{
    private const string Gone = "gone";

    /// <summary>The status of a model that is not there, or no more.</summary>
    public static FullStatus Missing(string model) => new()
    {
        Model = new ModelStatus { Name = model, Controller = "", Cloud = "", Version = "", Status = new StatusValue(Gone) },
        Applications = new Dictionary<string, ApplicationStatus>(StringComparer.Ordinal),
        Controller = new ControllerStatus(""),
    };

    /// <summary>Names of a model.</summary>
    public static IReadOnlyDictionary<string, object> OfModel(FullStatus status) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["name"] = status.Model.Name,
        ["life"] = status.Model.Status.Current switch { "available" => "alive", Gone => "dead", _ => "dying" },
        ["status"] = status.Model.Status.Current,
        ["applications"] = Map(status.Applications.Select(pair => KeyValuePair.Create(pair.Key, OfApplication(status, pair.Key)))),
        ["units"] = Map(status.Applications.SelectMany(pair => pair.Value.Units ?? NoUnits)
            .Select(pair => KeyValuePair.Create(pair.Key, OfUnit(status, pair.Key)))),
    };

    /// <summary>Names of an application.</summary>
    public static IReadOnlyDictionary<string, object> OfApplication(FullStatus status, string name)
    {
        status.Applications.TryGetValue(name, out var application);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["life"] = application is null ? "dead" : application.Life ?? "alive",
            ["status"] = application?.Status.Current ?? "",
            ["message"] = application?.Status.Message ?? "",
            ["charm"] = application?.CharmName ?? "",
            ["exposed"] = application?.Exposed ?? false,
            ["scale"] = (double)(application?.Scale ?? 0),
            ["workload-version"] = application?.Version ?? "",
            ["units"] = Map((application?.Units ?? NoUnits).Select(pair => KeyValuePair.Create(pair.Key, OfUnit(status, pair.Key)))),
        };
    }

    /// <summary>Names of a unit.</summary>
    public static IReadOnlyDictionary<string, object> OfUnit(FullStatus status, string name)
    {
        var application = name.Split('/')[0];
        var unit = status.Applications.TryGetValue(application, out var owner) && owner.Units is { } units && units.TryGetValue(name, out var found)
            ? found
            : null;
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["application"] = application,
            ["charm"] = owner?.CharmName ?? "",
            ["life"] = unit is null ? "dead" : unit.Life ?? "alive",
            ["workload-status"] = unit?.Workload.Current ?? "",
            ["workload-message"] = unit?.Workload.Message ?? "",
            ["agent-status"] = unit?.Agent.Current ?? "",
            ["leader"] = unit?.Leader ?? false,
            ["public-address"] = unit?.Address ?? "",
            ["private-address"] = unit?.Address ?? "",
        };
    }

    private static readonly Dictionary<string, UnitStatus> NoUnits = new(StringComparer.Ordinal);

    private static Dictionary<string, object> Map(IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, object>>> items) =>
        items.ToDictionary(item => item.Key, object (item) => item.Value, StringComparer.Ordinal);
}
