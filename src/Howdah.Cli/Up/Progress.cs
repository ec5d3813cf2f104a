using Howdah.Cli.StatusView;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Up;

/// <summary>How far a deployment is, as seen from a status.</summary>
/// <param name="Units">All units in the order of the status, with their state in one line.</param>
/// <param name="Missing">Units that are not active and idle yet, the worst first.</param>
/// <param name="Wanted">How many units there should be.</param>
internal sealed record Progress(IReadOnlyList<UnitProgress> Units, IReadOnlyList<UnitProgress> Missing, int Wanted)
{
    private static readonly string[] BySeverity = ["error", "blocked", "unknown", "maintenance", "waiting", "active"];

    /// <summary>Whether every wanted unit is there, active and idle.</summary>
    public bool IsComplete => Missing.Count == 0 && Units.Count == Wanted;

    /// <summary>Reads it off a status.</summary>
    public static Progress Of(FullStatus status)
    {
        var units = status.Applications.Values
            .SelectMany(application => application.Units ?? new Dictionary<string, UnitStatus>(StringComparer.Ordinal))
            .Select(pair => new UnitProgress(pair.Key, pair.Value.Workload.Current, pair.Value.Agent.Current, Message(pair.Value)))
            .ToList();
        var missing = units
            .Where(unit => !unit.IsSettled)
            .OrderBy(unit => unit.Agent == "failed" ? -1 : Array.IndexOf(BySeverity, unit.Workload))
            .ToList();
        return new Progress(units, missing, status.Applications.Values.Sum(application => application.Scale));
    }

    private static string Message(UnitStatus unit) =>
        unit.Agent.Current is "failed" or "allocating" && !string.IsNullOrEmpty(unit.Agent.Message) ? unit.Agent.Message : UnitMessage.Of(unit);
}

/// <summary>A unit on its way.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Workload">Its workload status.</param>
/// <param name="Agent">Its agent's status.</param>
/// <param name="Message">What is said about it.</param>
internal sealed record UnitProgress(string Name, string Workload, string Agent, string Message)
{
    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsSettled => Workload == "active" && Agent == "idle";

    /// <summary>Whether it will not get on by itself, most likely.</summary>
    public bool IsBroken => Workload == "error" || Agent == "failed";
}
