using System.Globalization;

namespace Howdah.Ops.Testing;

/// <summary>A relation. The side is that of the endpoint in metadata.yaml.</summary>
/// <param name="Endpoint">Our endpoint.</param>
public sealed record RelationState(string Endpoint)
{
    private static int lastId;

    /// <summary>Its number; another one for each relation that is made without one.</summary>
    public int Id { get; init; } = Interlocked.Increment(ref lastId);

    /// <summary>The other application; for peers our own, whatever is said here.</summary>
    public string RemoteApp { get; init; } = "remote";

    /// <summary>What our application says.</summary>
    public IReadOnlyDictionary<string, string> LocalAppData { get; init; } = Empty;

    /// <summary>What this unit says.</summary>
    public IReadOnlyDictionary<string, string> LocalUnitData { get; init; } = Empty;

    /// <summary>What the other application says; not for peers.</summary>
    public IReadOnlyDictionary<string, string> RemoteAppData { get; init; } = Empty;

    /// <summary>What each other unit says, by number; for peers without this one.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> RemoteUnits { get; init; } =
        new Dictionary<int, IReadOnlyDictionary<string, string>>();

    /// <summary>No data.</summary>
    public static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal string Key => string.Create(CultureInfo.InvariantCulture, $"{Endpoint}:{Id}");

    /// <summary>Data that a unit has without having said anything.</summary>
    public static IReadOnlyDictionary<string, string> UnitAt(string address) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["egress-subnets"] = $"{address}/32",
        ["ingress-address"] = address,
        ["private-address"] = address,
    };
}
