namespace Howdah.Engine.Models;

/// <summary>A storage instance. It outlives its unit unless somebody asks for its destruction.</summary>
public sealed record StorageRecord
{
    /// <summary>Its id, <c>pgdata/0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in the charm's metadata.</summary>
    public required string Name { get; init; }

    /// <summary><c>filesystem</c> or <c>block</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The application whose unit it was made for.</summary>
    public required string Application { get; init; }

    /// <summary>The unit that it is attached to; null when detached.</summary>
    public string? Unit { get; init; }

    /// <summary>Path in the charm container.</summary>
    public required string Location { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }

    /// <summary>Since when it is attached or detached.</summary>
    public required DateTimeOffset Since { get; init; }
}
