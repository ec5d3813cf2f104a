namespace Howdah.Pebble.Api;

/// <summary>A request that is answered with an error.</summary>
internal sealed class ApiException(int status, string message, string? kind = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Kind { get; } = kind;

    public static ApiException Bad(string message) => new(400, message);

    public static ApiException NotFound(string message) => new(404, message);
}
