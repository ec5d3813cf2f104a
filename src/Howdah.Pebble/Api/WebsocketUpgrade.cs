using System.Net.WebSockets;
using System.Text;
using Howdah.Pebble.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Howdah.Pebble.Api;

/// <summary>The server's side of the websocket handshake (RFC 6455), from any origin, without pings or extensions.</summary>
internal static class WebsocketUpgrade
{
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static bool IsRequested(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.SecWebSocketKey.Count == 1;

    public static async Task<WebSocket> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    private static string Accept(string key) => Convert.ToBase64String(Sha1.Hash(Encoding.ASCII.GetBytes(key + Salt)));
}
