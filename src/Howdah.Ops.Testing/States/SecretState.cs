namespace Howdah.Ops.Testing;

/// <summary>Who owns a secret.</summary>
public enum SecretOwner
{
    /// <summary>Somebody else, who granted it to us.</summary>
    Other,

    /// <summary>Our application.</summary>
    Application,

    /// <summary>This unit.</summary>
    Unit,
}

/// <summary>A secret.</summary>
/// <param name="Content">The content that this unit tracks.</param>
public sealed record SecretState(IReadOnlyDictionary<string, string> Content)
{
    private readonly IReadOnlyDictionary<string, string>? latest;

    /// <summary>Its bare id.</summary>
    public string Id { get; init; } = SecretIds.Next();

    /// <summary>Who owns it.</summary>
    public SecretOwner Owner { get; init; }

    /// <summary>Its label, the owner's or this unit's.</summary>
    public string? Label { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>When it expires.</summary>
    public string? Expire { get; init; }

    /// <summary>How often it is replaced.</summary>
    public string? Rotate { get; init; }

    /// <summary>The content of the latest revision; the tracked one unless set.</summary>
    public IReadOnlyDictionary<string, string> Latest
    {
        get => latest ?? Content;
        init => latest = value;
    }

    /// <summary>The revision that this unit tracks.</summary>
    public int TrackedRevision { get; init; } = 1;

    /// <summary>The latest revision.</summary>
    public int LatestRevision { get; init; } = 1;

    /// <summary>To which relations it was granted, and there to the application or one unit.</summary>
    public IReadOnlyList<(int Relation, string To)> Grants { get; init; } = [];

    /// <summary>Its URI.</summary>
    public string Uri => $"secret:{Id}";
}

/// <summary>Ids like those of Juju: 20 characters, each another.</summary>
internal static class SecretIds
{
    private static int last;

    public static string Next() =>
        "s" + Interlocked.Increment(ref last).ToString("D19", System.Globalization.CultureInfo.InvariantCulture);
}
