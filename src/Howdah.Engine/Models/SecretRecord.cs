using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>What is known of a secret, except what it says.</summary>
public sealed record SecretRecord
{
    /// <summary>The <see cref="Owner"/> of secrets that a person added.</summary>
    public const string ModelOwner = "<model>";

    /// <summary>Its bare id: 20 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The application or the unit that owns it; <see cref="ModelOwner"/> for a person's.</summary>
    public required string Owner { get; init; }

    /// <summary>Identity of the model that it is a copy from; null for a secret of this model.</summary>
    public string? FromModel { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its content or metadata last changed.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>The owner's label; empty for none.</summary>
    public string Label { get; init; } = "";

    /// <summary>The name that a person gave it; empty for charms' secrets.</summary>
    public string Name { get; init; } = "";

    /// <summary>True when revisions that nobody reads any more go by themselves.</summary>
    public bool AutoPrune { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>How often the owner is told to change it; <c>never</c> for not at all.</summary>
    public string Rotate { get; init; } = "never";

    /// <summary>When the owner is next told to change it.</summary>
    public DateTimeOffset? Rotates { get; init; }

    /// <summary>When the latest revision expires.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Number of the newest revision.</summary>
    public int Latest { get; init; } = 1;

    /// <summary>Revisions that exist, with the time of each.</summary>
    public ImmutableSortedDictionary<int, DateTimeOffset> Revisions { get; init; } = ImmutableSortedDictionary<int, DateTimeOffset>.Empty;

    /// <summary>Who reads it: units, or the owning application for all of its units, with label and revision.</summary>
    public ImmutableSortedDictionary<string, SecretConsumer> Consumers { get; init; } = ImmutableSortedDictionary<string, SecretConsumer>.Empty;

    /// <summary>Who may read it besides the owner: applications and units, each within a relation.</summary>
    public ImmutableSortedDictionary<string, SecretGrant> Grants { get; init; } = ImmutableSortedDictionary<string, SecretGrant>.Empty;

    /// <summary>True when a unit owns it and not an application.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool OwnedByUnit => Owner.Contains('/', StringComparison.Ordinal);

    /// <summary>True when a person added it and no charm.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUsers => Owner == ModelOwner;
}

/// <summary>A reader of a secret.</summary>
/// <param name="Label">The reader's own label; empty for none.</param>
/// <param name="Revision">The revision it reads until it asks for a newer one.</param>
public sealed record SecretConsumer(string Label, int Revision);

/// <summary>Permission to read a secret.</summary>
/// <param name="RelationId">It ends with this relation; null for a person's grant, which ends with the application.</param>
public sealed record SecretGrant(int? RelationId);

/// <summary>What the revisions of a secret say. Kept apart from <see cref="SecretRecord"/> so that nothing shows it by accident.</summary>
/// <param name="Id">The secret.</param>
/// <param name="Revisions">By revision, the values by key, each in base64.</param>
internal sealed record SecretContent(string Id, ImmutableSortedDictionary<int, Bag> Revisions)
{
    /// <summary>Never shows a value.</summary>
    public override string ToString() => $"SecretContent {Id}";
}
