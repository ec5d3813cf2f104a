namespace Howdah.Server.Client.Units;

/// <summary>A relation as one unit sees it.</summary>
public sealed record RelationDetail
{
    /// <summary>Number of the relation, unique in its model.</summary>
    public required int RelationId { get; init; }

    /// <summary>This side's endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>True when the other side is in another model; absent otherwise.</summary>
    public bool? CrossModel { get; init; }

    /// <summary>The other side's endpoint.</summary>
    public required string RelatedEndpoint { get; init; }

    /// <summary>The <em>other</em> application's databag; for peers the own one.</summary>
    public IReadOnlyDictionary<string, string> ApplicationData { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>This unit's part.</summary>
    public RelationUnitDetail? LocalUnit { get; init; }

    /// <summary>The other units' parts by unit name.</summary>
    public IReadOnlyDictionary<string, RelationUnitDetail>? RelatedUnits { get; init; }
}

/// <summary>A unit's part in a relation.</summary>
/// <param name="InScope">Whether the unit has entered the relation and not left it.</param>
/// <param name="Data">Its databag.</param>
public sealed record RelationUnitDetail(bool InScope, IReadOnlyDictionary<string, string> Data);
