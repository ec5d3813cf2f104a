namespace Howdah.Engine.Substrates;

/// <summary>Something that a substrate saw in a workload container.</summary>
/// <param name="Container">Name of the container.</param>
public abstract record ContainerEvent(string Container)
{
    /// <summary>Its Pebble answers. A new <paramref name="BootId"/> means that the container is a new one.</summary>
    public sealed record Ready(string Container, string BootId) : ContainerEvent(Container);

    /// <summary>It is gone: every process of it is proven dead.</summary>
    public sealed record Gone(string Container) : ContainerEvent(Container);

    /// <summary>A custom notice was recorded.</summary>
    public sealed record CustomNotice(string Container, string Id, string Type, string Key) : ContainerEvent(Container);

    /// <summary>A health check reached its threshold.</summary>
    public sealed record CheckFailed(string Container, string Check) : ContainerEvent(Container);

    /// <summary>A health check that had failed succeeds again.</summary>
    public sealed record CheckRecovered(string Container, string Check) : ContainerEvent(Container);
}
