namespace Howdah.Pebble.Client;

/// <summary>A health check and how it stands.</summary>
/// <param name="Name">Its name in the plan.</param>
/// <param name="Status"><c>up</c>, <c>down</c> or <c>inactive</c>.</param>
public sealed record CheckInfo(string Name, string Status)
{
    /// <summary><c>alive</c>, <c>ready</c> or null.</summary>
    public string? Level { get; init; }

    /// <summary><c>enabled</c> or <c>disabled</c>.</summary>
    public string? Startup { get; init; }

    /// <summary>Successes since the last recovery.</summary>
    public int Successes { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>How many failures in a row make it go down.</summary>
    public int Threshold { get; init; }

    /// <summary>The change that runs it; null when inactive.</summary>
    public string? ChangeId { get; init; }
}
