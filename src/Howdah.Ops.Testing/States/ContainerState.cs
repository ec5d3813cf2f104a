using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>A workload container.</summary>
/// <param name="Name">Its name in metadata.yaml.</param>
public sealed record ContainerState(string Name)
{
    /// <summary>Whether its Pebble answers.</summary>
    public bool CanConnect { get; init; }

    /// <summary>The layers of its plan, lowest first.</summary>
    public IReadOnlyList<LayerState> Layers { get; init; } = [];

    /// <summary>What services do: <c>active</c>, <c>inactive</c>, <c>backoff</c> or <c>error</c>; others are inactive.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its text files, by absolute path.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What commands do; the first whose prefix matches.</summary>
    public IReadOnlyList<ExecMock> Execs { get; init; } = [];

    /// <summary>Its notices.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>How checks stand that are not up.</summary>
    public IReadOnlyList<CheckInfo> Checks { get; init; } = [];

    /// <summary>Another Pebble to use, such as a <see cref="RealPebble"/>; what is above is for the one in memory.</summary>
    public IPebble? Pebble { get; init; }

    /// <summary>All layers combined.</summary>
    public Layer Plan => LayerMerge.Combine(Layers.Select(l => l.Layer));
}

/// <summary>A layer and its label.</summary>
public sealed record LayerState(string Label, Layer Layer);

/// <summary>What a command does.</summary>
/// <param name="Prefix">The first words of the command; empty for any.</param>
/// <param name="Run">Gets the request and its input; gives exit code and output.</param>
public sealed record ExecMock(IReadOnlyList<string> Prefix, Func<ExecRequest, string, ExecOutput> Run)
{
    /// <summary>A command that ends like that, whatever it gets.</summary>
    public ExecMock(IReadOnlyList<string> prefix, string stdout = "", int exitCode = 0, string stderr = "")
        : this(prefix, (_, _) => new ExecOutput(exitCode, stdout, stderr))
    {
    }
}
