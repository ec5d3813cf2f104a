namespace Howdah.Pebble.Api;

/// <summary><c>/v1/system-info</c>.</summary>
internal sealed class SystemApi(string bootId, string? httpAddress, string? httpsAddress)
{
    /// <summary>The version that clients see: that of the reference whose API this is.</summary>
    public const string Version = "v1.32.1";

    public IEnumerable<Operation> Operations => [new("GET", "system-info", Access.Open, InfoAsync)];

    private Task InfoAsync(ApiRequest request) => Respond.SyncAsync(request.Context, json =>
    {
        json.WriteStartObject();
        json.WriteString("boot-id", bootId);
        if (httpAddress is not null) json.WriteString("http-address", httpAddress);
        if (httpsAddress is not null) json.WriteString("https-address", httpsAddress);
        json.WriteString("version", Version);
        json.WriteEndObject();
    });
}
