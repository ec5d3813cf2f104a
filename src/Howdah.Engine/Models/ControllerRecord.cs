namespace Howdah.Engine.Models;

/// <summary>What a controller remembers of itself.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Schema">Version of the shape of its documents.</param>
internal sealed record ControllerRecord(string Uuid, int Schema);
