using System.Globalization;
using System.Runtime.CompilerServices;
using Howdah.Engine;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Logs;
using EngineLogQuery = Howdah.Engine.LogQuery;

namespace Howdah.Server.Api;

/// <summary>Requests for the debug log.</summary>
internal static class LogRequests
{
    /// <summary>Lines of the log, and new ones as they come when they are asked for.</summary>
    public static Task ReadAsync(Request request)
    {
        var model = request.Model;
        var query = ToQuery(request);
        return request.StreamAsync(end => ReadAsync(model, query, end), ApiJson.Default.LogRecord);
    }

    private static async IAsyncEnumerable<LogRecord> ReadAsync(
        ModelService model, EngineLogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in model.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return new LogRecord(entry.Time, entry.Entity, entry.Level, entry.Module, entry.Text);
        }
    }

    private static EngineLogQuery ToQuery(Request request) => new()
    {
        Include = request.Values("include"),
        Exclude = request.Values("exclude"),
        IncludeModules = request.Values("include-module"),
        ExcludeModules = request.Values("exclude-module"),
        Level = request.Values("level") is [var level, ..] ? level : "TRACE",
        Last = Number(request, "backlog"),
        Limit = Number(request, "limit"),
        Follow = request.Flag("follow"),
    };

    private static int? Number(Request request, string name) =>
        request.Values(name) is [var text, ..] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
