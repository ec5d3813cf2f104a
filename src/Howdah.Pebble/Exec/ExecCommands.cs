using System.Text.Json;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Exec;

/// <summary>The text frames of an exec's websockets.</summary>
internal static class ExecCommands
{
    /// <summary>Whether a frame says that a stream has ended.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> frame) => Parse(frame) is { Command: "end" };

    /// <summary>Carries out a control frame; what is not understood is logged and ignored.</summary>
    public static void Execute(ReadOnlySpan<byte> frame, ChildProcess process, Descriptor? terminal)
    {
        switch (Parse(frame))
        {
            case { Command: "signal", Signal: { } name } when Signals.Number(name) is { } number:
                process.Signal(number);
                break;
            case { Command: "resize", Width: > 0 and var width, Height: > 0 and var height } when terminal is not null:
                terminal.Resize(width, height);
                break;
            default:
                DaemonLog.Write($"Cannot carry out exec control message: {GoQuote.Quote(System.Text.Encoding.UTF8.GetString(frame))}");
                break;
        }
    }

    private static Message? Parse(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("command", out var command)) return null;
            return command.GetString() switch
            {
                "signal" => new Message("signal", root.GetProperty("signal").GetProperty("name").GetString(), 0, 0),
                "resize" => new Message("resize", null, root.GetProperty("resize").GetProperty("width").GetInt32(), root.GetProperty("resize").GetProperty("height").GetInt32()),
                var other => new Message(other ?? "", null, 0, 0),
            };
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private sealed record Message(string Command, string? Signal, int Width, int Height);
}
