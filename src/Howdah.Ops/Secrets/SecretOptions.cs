using System.Globalization;

namespace Howdah.Ops;

/// <summary>What can be said about a secret beside its content.</summary>
public sealed record SecretOptions
{
    /// <summary>Name that its owner finds it by.</summary>
    public string? Label { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>When its latest revision expires.</summary>
    public DateTimeOffset? Expire { get; init; }

    /// <summary>How often it is to be replaced.</summary>
    public SecretRotation? Rotate { get; init; }

    internal IReadOnlyList<string> Arguments =>
    [
        .. Label is null ? [] : new[] { "--label", Label },
        .. Description is null ? [] : new[] { "--description", Description },
        .. Expire is not { } time
            ? []
            : new[] { "--expire", time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) },
        .. Rotate is not { } rotate ? [] : new[] { "--rotate", rotate.ToString().ToLowerInvariant() },
    ];
}

/// <summary>How often a secret is to be replaced.</summary>
public enum SecretRotation
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Every hour.</summary>
    Hourly,

    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every week.</summary>
    Weekly,

    /// <summary>Every month.</summary>
    Monthly,

    /// <summary>Every three months.</summary>
    Quarterly,

    /// <summary>Every year.</summary>
    Yearly,
}
