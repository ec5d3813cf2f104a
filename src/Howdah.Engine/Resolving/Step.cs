using Howdah.Engine.Models;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Resolving;

/// <summary>What a unit's agent does next.</summary>
internal abstract record Step
{
    /// <summary>Run a hook.</summary>
    /// <param name="Info">The hook.</param>
    /// <param name="Event">The container's event that it tells of; null for other hooks.</param>
    internal sealed record Hook(HookInfo Info, ContainerEvent? Event = null) : Step;

    /// <summary>Run an action or a command.</summary>
    /// <param name="Id">The task.</param>
    internal sealed record Task(int Id) : Step;

    /// <summary>Take the charm that the application is refreshed to.</summary>
    internal sealed record Refresh : Step;

    /// <summary>The charm is done with: take down the unit's place and forget the unit.</summary>
    internal sealed record Remove : Step;
}
