using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>logs</c>.</summary>
internal static class LogsCommand
{
    private const int Default = 30;

    public static async Task<int> RunAsync(Invocation invocation)
    {
        var text = invocation.Value("n");
        var count = text is null ? Default : text is "all" ? -1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new CliException($"expected n to be a non-negative integer or \"all\", not {GoQuote.Quote(text)}");
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        try
        {
            await foreach (var entry in invocation.Server.Client.GetLogsAsync(invocation.Positionals, count, invocation.Has("follow"), stop.Token).ConfigureAwait(false))
            {
                if (invocation.Value("format") is "json") Out.Line(Json(entry));
                else Out.Line($"{GoTime.Log(entry.Time)} [{entry.Service}] {entry.Message}");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        return 0;
    }

    private static string Json(Client.LogEntry entry)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Api.Respond.JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("time", GoTime.Log(entry.Time));
            json.WriteString("service", entry.Service);
            json.WriteString("message", entry.Message);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
