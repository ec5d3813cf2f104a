using System.Collections.Immutable;
using Howdah.Engine.Charms;

namespace Howdah.Engine.Models;

/// <summary>A whole model at one moment. Nothing in it ever changes; a change makes another snapshot.</summary>
public sealed record ModelSnapshot
{
    private ByOwner<string, UnitRecord>? _unitsOf;
    private ByOwner<int, RelationRecord>? _relationsOf;
    private ByOwner<string, StorageRecord>? _storagesOf;

    /// <summary>The model itself.</summary>
    public required ModelRecord Model { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; }

    /// <summary>Charms by id.</summary>
    public ImmutableSortedDictionary<string, CharmRecord> CharmRecords { get; init; } = ImmutableSortedDictionary<string, CharmRecord>.Empty;

    /// <summary>What the charms declare, by the same ids.</summary>
    public ImmutableSortedDictionary<string, Charm> Charms { get; init; } = ImmutableSortedDictionary<string, Charm>.Empty;

    /// <summary>Applications by name.</summary>
    public ImmutableSortedDictionary<string, ApplicationRecord> Applications { get; init; } =
        ImmutableSortedDictionary<string, ApplicationRecord>.Empty;

    /// <summary>Units by name; for people in the order of <see cref="UnitsOf"/>.</summary>
    public ImmutableSortedDictionary<string, UnitRecord> Units { get; init; } = ImmutableSortedDictionary<string, UnitRecord>.Empty;

    /// <summary>Relations by id, peers included.</summary>
    public ImmutableSortedDictionary<int, RelationRecord> Relations { get; init; } = ImmutableSortedDictionary<int, RelationRecord>.Empty;

    /// <summary>What other models may use, by name of the offer.</summary>
    public ImmutableSortedDictionary<string, OfferRecord> Offers { get; init; } = ImmutableSortedDictionary<string, OfferRecord>.Empty;

    /// <summary>What this model uses of others, by its name here.</summary>
    public ImmutableSortedDictionary<string, RemoteApplicationRecord> RemoteApplications { get; init; } =
        ImmutableSortedDictionary<string, RemoteApplicationRecord>.Empty;

    /// <summary>Secrets by bare id.</summary>
    public ImmutableSortedDictionary<string, SecretRecord> Secrets { get; init; } = ImmutableSortedDictionary<string, SecretRecord>.Empty;

    /// <summary>Storage instances by id.</summary>
    public ImmutableSortedDictionary<string, StorageRecord> Storages { get; init; } = ImmutableSortedDictionary<string, StorageRecord>.Empty;

    /// <summary>Operations by id.</summary>
    public ImmutableSortedDictionary<int, OperationRecord> Operations { get; init; } = ImmutableSortedDictionary<int, OperationRecord>.Empty;

    /// <summary>Tasks by id.</summary>
    public ImmutableSortedDictionary<int, TaskRecord> Tasks { get; init; } = ImmutableSortedDictionary<int, TaskRecord>.Empty;

    internal ImmutableSortedDictionary<string, SecretContent> SecretContents { get; init; } =
        ImmutableSortedDictionary<string, SecretContent>.Empty;

    /// <summary>The units of an application by number.</summary>
    public IEnumerable<UnitRecord> UnitsOf(string application) =>
        ByOwner<string, UnitRecord>.Find(ref _unitsOf, Units, unit => [unit.Application], application).OrderBy(unit => unit.Number);

    /// <summary>The relations of an application by id.</summary>
    public IEnumerable<RelationRecord> RelationsOf(string application) =>
        ByOwner<int, RelationRecord>.Find(ref _relationsOf, Relations, relation => relation.Ends.Select(end => end.Application).Distinct(), application);

    /// <summary>The storage instances attached to a unit.</summary>
    public IEnumerable<StorageRecord> StoragesOf(string unit) =>
        ByOwner<string, StorageRecord>.Find(ref _storagesOf, Storages, storage => storage.Unit is { } owner ? [owner] : [], unit);

    /// <summary>What the charm of an application declares.</summary>
    public Charm CharmOf(ApplicationRecord application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return Charms[application.CharmId];
    }

    /// <summary>True when the unit leads its application.</summary>
    public bool IsLeader(UnitRecord unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return Applications.TryGetValue(unit.Application, out var application)
            && string.Equals(application.Leader, unit.Name, StringComparison.Ordinal);
    }

    /// <summary>Status of an application: its leader's word, or else the most severe of its units.</summary>
    public StatusInfo StatusOf(ApplicationRecord application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var status = application.Status ?? WorstOf(application);
        return application.RefreshNote.Length == 0 ? status
            : status with { Message = status.Message.Length == 0 ? application.RefreshNote : $"{status.Message} ({application.RefreshNote})" };
    }

    private StatusInfo WorstOf(ApplicationRecord application)
    {
        StatusInfo? worst = null;
        foreach (var unit in UnitsOf(application.Name))
        {
            if (worst is null || Severity(unit.WorkloadShown) < Severity(worst))
            {
                worst = unit.WorkloadShown;
            }
        }

        return worst ?? new StatusInfo(WorkloadStatus.Unknown, "", application.Created);

        static int Severity(StatusInfo status) => ((IList<string>)WorkloadStatus.BySeverity).IndexOf(status.Current);
    }
}
