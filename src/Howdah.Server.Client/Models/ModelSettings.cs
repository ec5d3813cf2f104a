using System.Text.Json.Serialization;

namespace Howdah.Server.Client.Models;

/// <summary>A setting of a model, in the shape of <c>juju model-config --format json</c>.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Source"><c>model</c> where somebody set it, else <c>default</c>.</param>
public sealed record ModelSetting([property: JsonPropertyName("Value")] string Value, [property: JsonPropertyName("Source")] string Source);
