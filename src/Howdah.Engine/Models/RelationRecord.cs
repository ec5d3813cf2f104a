using System.Collections.Immutable;
using Howdah.Engine.Charms;

namespace Howdah.Engine.Models;

/// <summary>A relation between two endpoints, or among the units of one application (peers).</summary>
public sealed record RelationRecord
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Provider and requirer, or the one peer endpoint.</summary>
    public required ImmutableArray<RelationEnd> Ends { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }

    /// <summary>Where its other half is, when one of its ends is in another model; null otherwise.</summary>
    public Crossing? Crossing { get; init; }

    /// <summary>Why the offering model has suspended it, maybe without a word; null when it has not.</summary>
    public string? Suspended { get; init; }

    /// <summary>Databags of the applications.</summary>
    public ImmutableSortedDictionary<string, Databag> Applications { get; init; } = ImmutableSortedDictionary<string, Databag>.Empty;

    /// <summary>Units that entered the relation, gone ones included: their databags stay readable as long as the relation is there.</summary>
    public ImmutableSortedDictionary<string, RelationMember> Members { get; init; } = ImmutableSortedDictionary<string, RelationMember>.Empty;

    /// <summary>True for the relation of an application's units among themselves.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPeer => Ends.Length == 1;

    /// <summary>True when units are in it, or about to be: it neither ends nor is it suspended.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsActive => Life == Life.Alive && Suspended is null;

    /// <summary>What is spoken.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Interface => Ends[0].Interface;

    /// <summary>The end of an application; null when it has no part in this relation.</summary>
    public RelationEnd? EndOf(string application) =>
        Ends.FirstOrDefault(end => string.Equals(end.Application, application, StringComparison.Ordinal));

    /// <summary>The end that an application looks at: the other one, or its own for peers.</summary>
    public RelationEnd? RemoteEndOf(string application) =>
        EndOf(application) is null ? null : Ends.FirstOrDefault(end => !string.Equals(end.Application, application, StringComparison.Ordinal)) ?? Ends[^1];

    /// <summary><c>a:x b:y</c>.</summary>
    public override string ToString() => string.Join(' ', Ends);
}

/// <summary>One end of a relation.</summary>
/// <param name="Application">The application.</param>
/// <param name="Endpoint">Its endpoint.</param>
/// <param name="Interface">What is spoken.</param>
/// <param name="Role">The endpoint's role.</param>
public sealed record RelationEnd(string Application, string Endpoint, string Interface, EndpointRole Role)
{
    /// <summary><c>a:x</c>.</summary>
    public override string ToString() => $"{Application}:{Endpoint}";
}

/// <summary>The other half of a relation between models: each model keeps one, with copies of what the other side says.</summary>
/// <param name="Application">The end of this half that is in the other model: the name of a remote application, or <c>remote-</c> and 32 digits.</param>
/// <param name="Offer">The offer that it uses.</param>
/// <param name="Model">Name of the other model.</param>
/// <param name="ModelUuid">Identity of the other model.</param>
/// <param name="Relation">The relation's id there; null until the offering model has made its half.</param>
public sealed record Crossing(string Application, string Offer, string Model, string ModelUuid, int? Relation);

/// <summary>A unit's part in a relation.</summary>
/// <param name="Databag">What it published.</param>
/// <param name="InScope">False once it left.</param>
public sealed record RelationMember(Databag Databag, bool InScope);
