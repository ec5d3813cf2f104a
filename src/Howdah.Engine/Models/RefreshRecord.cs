using System.Collections.Immutable;
using System.Text.Json;

namespace Howdah.Engine.Models;

/// <summary>An application on its way to another charm, a unit at a time.</summary>
/// <param name="From">The charm that it goes back to when the new one fails, <see cref="CharmRecord.Id"/>.</param>
/// <param name="Config">Configuration that was set under that charm.</param>
/// <param name="Force">True when units in error take the new charm too.</param>
/// <param name="Since">When it was asked for.</param>
public sealed record RefreshRecord(
    string From, ImmutableSortedDictionary<string, JsonElement> Config, bool Force, DateTimeOffset Since);
