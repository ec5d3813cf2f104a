namespace Howdah.Ops;

/// <summary>A layer of a container's plan.</summary>
public sealed record Layer
{
    private const int DefaultThreshold = 3;

    /// <summary>One line on it.</summary>
    public string? Summary { get; init; }

    /// <summary>Its services, by name.</summary>
    public IReadOnlyDictionary<string, Service> Services { get; init; } = new Dictionary<string, Service>(StringComparer.Ordinal);

    /// <summary>Its health checks, by name.</summary>
    public IReadOnlyDictionary<string, Check> Checks { get; init; } = new Dictionary<string, Check>(StringComparer.Ordinal);

    /// <summary>Where it forwards logs to, by name.</summary>
    public IReadOnlyDictionary<string, LogTarget> LogTargets { get; init; } =
        new Dictionary<string, LogTarget>(StringComparer.Ordinal);

    /// <summary>As Pebble reads it.</summary>
    public string ToYaml() => LayerWriter.Write(this);

    /// <summary>Whether the plan says the same of each entry of this layer.</summary>
    public bool IsIn(Layer plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return string.Equals(Comparable(this, this), Comparable(plan, this), StringComparison.Ordinal);
    }

    /// <summary>Reads a layer or a plan.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Layer Parse(string yaml) => LayerReader.Read(yaml);

    /// <summary>The entries that <paramref name="like"/> has too, with the one default that a plan always writes out.</summary>
    private static string Comparable(Layer layer, Layer like) => new Layer
    {
        Services = Common(layer.Services, like.Services),
        Checks = Common(layer.Checks, like.Checks)
            .ToDictionary(
                c => c.Key, c => c.Value with { Threshold = c.Value.Threshold ?? DefaultThreshold }, StringComparer.Ordinal),
        LogTargets = Common(layer.LogTargets, like.LogTargets),
    }.ToYaml();

    private static Dictionary<string, T> Common<T>(IReadOnlyDictionary<string, T> entries, IReadOnlyDictionary<string, T> like) =>
        entries.Where(e => like.ContainsKey(e.Key)).ToDictionary(StringComparer.Ordinal);
}
