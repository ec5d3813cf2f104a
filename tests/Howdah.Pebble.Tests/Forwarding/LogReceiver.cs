using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Howdah.Pebble.Tests.Forwarding;

/// <summary>A log server on loopback that keeps what it is sent, and can be taken down and brought up again.</summary>
internal sealed class LogReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Received> _all = [];
    private WebApplication? _app;
    private int _port;

    /// <summary>A request as it came, and how it was answered.</summary>
    public sealed record Received(string Method, string Path, string ContentType, string UserAgent, JsonElement Body, int Answer)
    {
        /// <summary>The streams of a body for Loki.</summary>
        public IEnumerable<JsonElement> Streams => Body.GetProperty("streams").EnumerateArray();
    }

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What to answer.</summary>
    public int Answer { get; set; } = 204;

    public List<Received> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    /// <summary>All lines that were taken, of one service, in the order of their arrival.</summary>
    public List<string> Lines(string service) =>
    [
        .. from request in All
           where request.Answer < 300
           from stream in request.Streams
           where stream.GetProperty("stream").GetProperty("pebble_service").GetString() == service
           from value in stream.GetProperty("values").EnumerateArray()
           select value[1].GetString()!,
    ];

    public static async Task<LogReceiver> StartAsync()
    {
        var receiver = new LogReceiver();
        await receiver.UpAsync();
        return receiver;
    }

    public async Task UpAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Run(TakeAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    public async Task DownAsync()
    {
        if (_app is null) return;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Record.ExceptionAsync(() => _app.StopAsync(now.Token));
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync() => await DownAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var body = await JsonDocument.ParseAsync(context.Request.Body);
        var request = context.Request;
        lock (_gate)
        {
            var agent = request.Headers.UserAgent.ToString();
            _all.Add(new Received(request.Method, request.Path, $"{request.ContentType}", agent, body.RootElement, Answer));
            context.Response.StatusCode = Answer;
        }
    }
}
