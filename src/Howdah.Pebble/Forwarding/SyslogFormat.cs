using System.Globalization;
using System.Text;
using Howdah.Pebble.Services;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Forwarding;

/// <summary>A line as a syslog message (RFC 5424): facility user, severity notice, the labels as structured data.</summary>
internal static class SyslogFormat
{
    public const int LongestDatagram = 4000;

    // 28978 is the private enterprise number of Canonical, under which the reference names its data.
    private const string Head = "<13>1", DataId = "pebble@28978";

    public static byte[] Write(LogStream stream, LogEntry entry)
    {
        var data = new StringBuilder("[").Append(DataId);
        foreach (var (key, value) in stream.Labels) data.Append($" {key}=\"{Escape(value)}\"");
        data.Append(']');
        var head = $"{Head} {GoTime.Utc(entry.Time)} {Environment.MachineName} {stream.Service} - - {data} ";
        return [.. Encoding.UTF8.GetBytes(head), .. entry.Message.Span];
    }

    /// <summary>A message with its length in front, as a TCP stream has it (RFC 6587).</summary>
    public static byte[] Frame(byte[] message) =>
        [.. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "), .. message];

    /// <summary>A message that fits a datagram.</summary>
    public static byte[] Cut(byte[] message) =>
        message.Length <= LongestDatagram ? message : [.. message.AsSpan(0, LongestDatagram - 3), .. "..."u8];

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
