using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>Endpoints of an application that other models may relate to.</summary>
/// <param name="Name">Its name, which other models know it by.</param>
/// <param name="Application">The application.</param>
/// <param name="Endpoints">The endpoints of it.</param>
public sealed record OfferRecord(string Name, string Application, ImmutableArray<string> Endpoints)
{
    /// <summary>A dying one takes no relation any more, and goes with its last.</summary>
    public Life Life { get; init; }
}
