using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/logs</c>.</summary>
internal sealed class LogsApi(ServiceManager services, PlanManager plan, CancellationToken stopping)
{
    private const int DefaultCount = 30;

    public IEnumerable<Operation> Operations => [new("GET", "logs", Access.Read, GetAsync)];

    private async Task GetAsync(ApiRequest request)
    {
        var follow = request.Query("follow") switch
        {
            "" or "false" => false,
            "true" => true,
            _ => throw ApiException.Bad("follow parameter must be \"true\" or \"false\""),
        };
        var count = follow ? 0 : DefaultCount;
        if (request.Query("n") is { Length: > 0 } n && (!int.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count) || count < -1))
        {
            throw ApiException.Bad("n must be -1, 0, or a positive integer");
        }
        var names = request.QueryList("services");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, stopping);
        var follower = follow ? new LogFollower(services, names) : null;
        try
        {
            request.Context.Response.ContentType = "application/x-ndjson";
            await request.Context.Response.StartAsync(either.Token).ConfigureAwait(false);
            var entries = Buffered(names, count, follower?.From ?? LogRing.LastSequence);
            foreach (var entry in entries) await WriteAsync(request, entry).ConfigureAwait(false);
            await request.Context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            if (follower is not null) await FollowAsync(request, follower, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client closed, which is how following ends; or the daemon stops.
        }
        finally
        {
            follower?.Dispose();
        }
    }

    private static async Task FollowAsync(ApiRequest request, LogFollower follower, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var entry in await follower.NextAsync(cancellation).ConfigureAwait(false)) await WriteAsync(request, entry).ConfigureAwait(false);
            await request.Context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private List<LogEntry> Buffered(List<string> names, int count, long upTo)
    {
        if (count == 0) return [];
        var all = (names.Count == 0 ? plan.Current.Services.Keys : names.Distinct(StringComparer.Ordinal)).Select(services.Find)
            .OfType<ManagedService>().SelectMany(s => s.Logs.After(0)).Where(e => e.Sequence <= upTo).OrderBy(e => e.Sequence);
        return count < 0 ? [.. all] : [.. all.TakeLast(count)];
    }

    private static async Task WriteAsync(ApiRequest request, LogEntry entry)
    {
        var line = new ArrayBufferWriter<byte>(entry.Message.Length + 128);
        using (var json = new Utf8JsonWriter(line, Respond.JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("time", GoTime.Log(entry.Time));
            json.WriteString("service", entry.Service);
            json.WriteString("message", Encoding.UTF8.GetString(entry.Message.Span));
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        await request.Context.Response.Body.WriteAsync(line.WrittenMemory, request.Cancellation).ConfigureAwait(false);
    }
}
