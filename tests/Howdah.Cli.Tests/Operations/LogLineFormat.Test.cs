using Howdah.Cli.Logs;
using Howdah.Server.Client.Logs;

namespace Howdah.Cli.Tests.Operations;

public sealed class LogLineFormatTests
{
    private static readonly LogRecord Line = new(
        new DateTimeOffset(2025, 3, 1, 12, 34, 56, 789, TimeSpan.Zero), "unit-mysql-0", "INFO", "unit.mysql/0.juju-log", "db:1: message");

    [Fact]
    public void A_line_looks_as_in_Juju() => Assert.Equal(
        "unit-mysql-0: 12:34:56 INFO unit.mysql/0.juju-log db:1: message",
        new LogLineFormat(Date: false, Milliseconds: false, Utc: true, Colours: false).Render(Line));

    [Fact]
    public void Date_and_milliseconds_come_on_request() => Assert.Equal(
        "unit-mysql-0: 2025-03-01 12:34:56.789 INFO unit.mysql/0.juju-log db:1: message",
        new LogLineFormat(Date: true, Milliseconds: true, Utc: true, Colours: false).Render(Line));
}
