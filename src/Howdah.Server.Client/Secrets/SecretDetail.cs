using System.Text.Json.Serialization;

namespace Howdah.Server.Client.Secrets;

/// <summary>A secret, in the shape of <c>juju show-secret --format json</c>.</summary>
public sealed record SecretDetail
{
    /// <summary>Number of the latest revision, or of the one that was asked for.</summary>
    public required int Revision { get; init; }

    /// <summary>When the latest revision expires.</summary>
    public string? Expires { get; init; }

    /// <summary>How often its owner is told to change it; absent for never.</summary>
    public string? Rotation { get; init; }

    /// <summary>When its owner is next told to change it.</summary>
    public string? Rotates { get; init; }

    /// <summary>An application, a unit, or <c>&lt;model&gt;</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The name that a person gave it.</summary>
    public string? Name { get; init; }

    /// <summary>The label that its charm gave it.</summary>
    public string? Label { get; init; }

    /// <summary>When it was added.</summary>
    public required string Created { get; init; }

    /// <summary>When it last changed.</summary>
    public required string Updated { get; init; }

    /// <summary>What it says; only where that was asked for.</summary>
    public SecretData? Content { get; init; }

    /// <summary>Its revisions; only where they were asked for.</summary>
    public IReadOnlyList<SecretRevision>? Revisions { get; init; }

    /// <summary>Who may read it besides its owner.</summary>
    public IReadOnlyList<SecretAccess>? Access { get; init; }
}

/// <summary>What a secret says.</summary>
/// <param name="Data">Values by key.</param>
public sealed record SecretData([property: JsonPropertyName("Data")] IReadOnlyDictionary<string, string> Data)
{
    /// <summary>Never shows a value.</summary>
    public override string ToString() => nameof(SecretData);
}

/// <summary>A revision of a secret.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Updated">The same: a revision never changes.</param>
public sealed record SecretRevision(int Revision, string Created, string Updated);

/// <summary>A permission to read a secret.</summary>
/// <param name="Target"><c>application-x</c> or <c>unit-x-0</c>.</param>
/// <param name="Scope">The relation or the model that it ends with.</param>
/// <param name="Role"><c>view</c>.</param>
public sealed record SecretAccess(string Target, string Scope, string Role);
