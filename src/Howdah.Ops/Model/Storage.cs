using System.Globalization;

namespace Howdah.Ops;

/// <summary>An instance of a storage.</summary>
public sealed class Storage
{
    private readonly HookTools tools;
    private string? location;

    internal Storage(string id, string? location, HookTools tools)
    {
        Id = id;
        this.location = location;
        this.tools = tools;
    }

    /// <summary><c>data/0</c>.</summary>
    public string Id { get; }

    /// <summary>Its name in metadata.yaml.</summary>
    public string Name => Id[..Id.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Its number.</summary>
    public int Index => int.Parse(Id.AsSpan(Id.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>Where it is mounted in the charm's container.</summary>
    public string Location => location ??= tools.Json("storage-get", "-s", Id).GetProperty("location").GetString()!;
}
