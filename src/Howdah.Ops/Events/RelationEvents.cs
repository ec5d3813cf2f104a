namespace Howdah.Ops;

/// <summary>Something happened to a relation.</summary>
public abstract class RelationEvent(Relation relation) : CharmEvent
{
    /// <summary>The relation; with <see cref="Relation.IsActive"/> false when it is gone or going.</summary>
    public Relation Relation { get; } = relation;

    /// <summary>The other application.</summary>
    public string App => Relation.RemoteApp;
}

/// <summary>The relation is there.</summary>
public sealed class RelationCreatedEvent(Relation relation) : RelationEvent(relation);

/// <summary>A unit joined.</summary>
public sealed class RelationJoinedEvent(Relation relation, string unit) : RelationEvent(relation)
{
    /// <summary>The unit that joined.</summary>
    public string Unit { get; } = unit;
}

/// <summary>Data of the other side changed.</summary>
public sealed class RelationChangedEvent(Relation relation, string? unit) : RelationEvent(relation)
{
    /// <summary>The unit whose data changed; null when it is the application's.</summary>
    public string? Unit { get; } = unit;
}

/// <summary>A unit leaves.</summary>
public sealed class RelationDepartedEvent(Relation relation, string unit, string? departingUnit) : RelationEvent(relation)
{
    /// <summary>The unit on the other side.</summary>
    public string Unit { get; } = unit;

    /// <summary>The unit that goes away: that one, or this one.</summary>
    public string? DepartingUnit { get; } = departingUnit;
}

/// <summary>The relation is gone.</summary>
public sealed class RelationBrokenEvent(Relation relation) : RelationEvent(relation);
