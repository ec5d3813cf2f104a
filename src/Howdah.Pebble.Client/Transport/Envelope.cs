using System.Text.Json;

namespace Howdah.Pebble.Client;

/// <summary>What every answer of the API is wrapped in (Pebble API, common rules).</summary>
internal sealed record Envelope(string? Type, int StatusCode, string? Status, JsonElement Result, string? Change, DateTimeOffset? LatestWarning = null);

/// <summary>The <c>result</c> of an error answer.</summary>
internal sealed record ErrorResult(string? Message, string? Kind);
