using System.Text.Json;

namespace Howdah.Engine.Charms;

/// <summary>An action of a charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parallel">True when it may run beside hooks of the unit.</param>
/// <param name="Schema">JSON schema (draft 4) of its parameters, an object.</param>
public sealed record ActionSpec(string Name, string Description, bool Parallel, JsonElement Schema);
