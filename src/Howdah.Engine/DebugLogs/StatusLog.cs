using Howdah.Engine.Models;

namespace Howdah.Engine.DebugLogs;

/// <summary>What statuses units and applications had, one after another: a log of bounded size, from which nothing follows.</summary>
internal sealed class StatusLog(string path, long bytes) : IDisposable
{
    private const string Application = "application";
    private const string Workload = "workload";
    private const string Agent = "juju-unit";

    private readonly DebugLog _log = new(path, bytes);

    /// <summary>Notes the statuses that differ.</summary>
    public void Record(ModelSnapshot before, ModelSnapshot after)
    {
        if (!ReferenceEquals(before.Units, after.Units))
        {
            foreach (var unit in after.Units.Values)
            {
                var old = before.Units.GetValueOrDefault(unit.Name);
                if (!ReferenceEquals(old, unit))
                {
                    Append(unit.Name, Workload, old?.WorkloadShown, unit.WorkloadShown);
                    Append(unit.Name, Agent, old?.Agent, unit.Agent);
                }
            }
        }

        foreach (var application in ReferenceEquals(before.Applications, after.Applications) ? [] : after.Applications.Values)
        {
            if (before.Applications.GetValueOrDefault(application.Name) is var old && !ReferenceEquals(old, application))
            {
                Append(application.Name, Application, old?.Status, application.Status);
            }
        }
    }

    /// <summary>The statuses of a unit or an application, oldest first.</summary>
    public async Task<IReadOnlyList<StatusEntry>> ReadAsync(string entity, CancellationToken cancellationToken)
    {
        var entries = new List<StatusEntry>();
        await foreach (var line in _log.ReadAsync(new LogQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (line.Entity == entity && line.Text.Split(' ', 2) is [var status, var message])
            {
                entries.Add(new StatusEntry(line.Module, status, message, line.Time));
            }
        }

        return entries;
    }

    /// <summary>Deletes the files.</summary>
    public void Delete() => _log.Delete();

    public void Dispose() => _log.Dispose();

    private void Append(string entity, string type, StatusInfo? old, StatusInfo? status)
    {
        if (status is not null && (old?.Current != status.Current || old.Message != status.Message))
        {
            _log.Append(new LogEntry(status.Since, entity, "INFO", type, $"{status.Current} {status.Message}"));
        }
    }
}
