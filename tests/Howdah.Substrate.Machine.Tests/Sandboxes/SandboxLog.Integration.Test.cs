using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Tests;

public sealed class SandboxLogTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("howdah-log-").FullName;

    public void Dispose() => Trees.Delete(root);

    [Fact]
    public void A_log_that_has_become_long_keeps_its_end_and_can_be_appended_to()
    {
        var log = Path.Combine(root, "pebble.log");
        using var writer = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        writer.Write(new byte[2 << 20]);
        writer.Write("end"u8);
        writer.Flush();

        SandboxLog.Bound(log);
        writer.Write("more"u8);
        writer.Flush();

        Assert.EndsWith("end", File.ReadAllText(log + ".1"), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(log + ".1").Length, 1, 1 << 18);
    }

    [Fact]
    public void The_end_of_a_log_is_part_of_a_message()
    {
        var log = Path.Combine(root, "pebble.log");
        File.WriteAllText(log, string.Join('\n', Enumerable.Range(1, 9)));

        Assert.Equal($"; the end of its log, {log}:\n  5\n  6\n  7\n  8\n  9", SandboxLog.Describe(log));
        Assert.Equal($" (its log, {log}2, is empty)", SandboxLog.Describe(log + "2"));
    }
}
