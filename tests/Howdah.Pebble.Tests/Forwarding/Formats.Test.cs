using System.Text;
using Howdah.Pebble.Forwarding;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Tests.Forwarding;

public sealed class FormatsTest
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2024, 7, 22, 9, 25, 22, 123, TimeSpan.Zero).AddTicks(4);

    private static LogStream Stream(string service, params string[] lines) => new(
        service, new SortedDictionary<string, string>(StringComparer.Ordinal) { ["env"] = "te\"s]t\\" },
        [.. lines.Select((line, i) => new LogEntry(i, _time, service, Encoding.Latin1.GetBytes(line)))]);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    [Fact]
    public void Loki_gets_a_stream_for_each_service() => Assert.Equal(
        """{"streams":[{"stream":{"env":"te\"s]t\\","pebble_service":"a"},"values":[["1721640322123000400","one"],"""
        + "[\"1721640322123000400\",\"<\uFFFD>\"]]},"
        + """{"stream":{"env":"te\"s]t\\","pebble_service":"b"},"values":[["1721640322123000400",""]]}]}""",
        Text(LokiFormat.Write([Stream("a", "one", "<\xff>"), Stream("b", "")])));

    [Fact]
    public void OpenTelemetry_gets_a_resource_for_each_service() => Assert.Equal(
        """{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}},"""
        + """{"key":"env","value":{"stringValue":"te\"s]t\\"}}]},"scopeLogs":[{"scope":{"name":"pebble"},"logRecords":["""
        + """{"timeUnixNano":"1721640322123000400","body":{"stringValue":"one"}}]}]}]}""",
        Text(OpenTelemetryFormat.Write([Stream("a", "one")])));

    [Fact]
    public void Syslog_gets_a_message_for_each_line()
    {
        var stream = Stream("a", "one");
        var message = SyslogFormat.Write(stream, stream.Entries[0]);
        var head = $"<13>1 2024-07-22T09:25:22.1230004Z {Environment.MachineName} a - - ";
        var expected = head + "[pebble@28978 env=\"te\\\"s\\]t\\\\\"] one";
        Assert.Equal(expected, Text(message));
        Assert.Equal($"{expected.Length} {expected}", Text(SyslogFormat.Frame(message)));
        var bare = stream with { Labels = new SortedDictionary<string, string>(StringComparer.Ordinal) };
        Assert.Contains(" [pebble@28978] one", Text(SyslogFormat.Write(bare, stream.Entries[0])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_does_not_fit_a_datagram_is_cut()
    {
        var stream = Stream("a", new string('x', 4096));
        var cut = SyslogFormat.Cut(SyslogFormat.Write(stream, stream.Entries[0]));
        Assert.Equal(4000, cut.Length);
        Assert.EndsWith("xx...", Text(cut), StringComparison.Ordinal);
    }
}
