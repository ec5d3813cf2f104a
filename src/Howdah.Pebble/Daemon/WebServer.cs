using System.Net;
using System.Net.Sockets;
using Howdah.Pebble.Api;
using Howdah.Pebble.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Howdah.Pebble.Daemon;

/// <summary>Kestrel with everything switched off that this API does not need.</summary>
internal static class WebServer
{
    public static async Task<WebApplication> StartAsync(IReadOnlyList<Listener> listeners, Router router, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = "/proc/self/fd", ApplicationName = "pebble" });
        var waiting = new Queue<Socket>(listeners.Select(l => l.Socket));
        builder.WebHost.UseKestrelCore().UseSockets(options => options.CreateBoundListenSocket = _ => waiting.Dequeue());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Limits.MaxRequestLineSize = 256 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 512 * 1024;
            // Only the number counts here: the sockets are bound already.
            foreach (var (index, (socket, tls)) in listeners.Index())
            {
                if (socket.LocalEndPoint is not IPEndPoint end) kestrel.ListenUnixSocket($"/pebble/{index}");
                else if (tls is null) kestrel.Listen(end);
                else kestrel.Listen(end, listener => listener.UseTls(tls, time));
            }
        });
        var app = builder.Build();
        app.Run(router.HandleAsync);
        await app.StartAsync().ConfigureAwait(false);
        return app;
    }
}

/// <summary>A socket that listens, and what TLS there is on it.</summary>
internal sealed record Listener(Socket Socket, TlsSettings? Tls = null);
