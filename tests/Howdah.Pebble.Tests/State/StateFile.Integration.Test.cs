using Howdah.Pebble.Identities;
using Howdah.Pebble.Notices;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Tests.State;

public sealed class StateFileIntegrationTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pebble-state-").FullName;

    private string FilePath => Path.Combine(_folder, "state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (StateFile File, ChangeStore Changes, NoticeStore Notices) Open()
    {
        var file = new StateFile(FilePath, TimeProvider.System);
        var notices = new NoticeStore(TimeProvider.System, file.MarkDirty);
        var changes = new ChangeStore(TimeProvider.System, notices, file.MarkDirty);
        changes.Handle("start", (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        changes.Handle("stop", (_, _) => Task.CompletedTask);
        file.Start(changes, notices, new IdentityStore(file.MarkDirty));
        return (file, changes, notices);
    }

    [Fact]
    public async Task What_was_flushed_is_there_after_a_crash()
    {
        var first = Open();
        first.Notices.Add(7, "custom", "a.b/c", new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" }, TimeSpan.FromHours(1));
        var change = first.Changes.Create("restart", "Restart", ["a"], null, [new("stop", "Stop", "a", 1, []), new("start", "Start", "a", 1, [0]), new("start", "Start", "b", 1, [1])]);
        while (change.Tasks[1].Status != Status.Doing) await Task.Delay(5);
        await first.File.FlushAsync(CancellationToken.None);
        var crashed = await File.ReadAllBytesAsync(FilePath);
        await first.File.DisposeAsync();
        await File.WriteAllBytesAsync(FilePath, crashed);

        var second = Open();
        second.Changes.Resume();
        var restored = second.Changes.FindChange(change.Id)!;
        Assert.Equal("Done Error Hold", string.Join(' ', restored.Tasks.Select(t => t.Status)));
        Assert.Equal("cannot perform the following tasks:\n- Start (service already started, not retrying)", restored.Error);
        Assert.Equal(["a"], restored.Services);
        var notice = second.Notices.List(new NoticeFilter(7, AllUsers: false, ["custom"], [], null)).Single();
        Assert.Equal(("a.b/c", "v", TimeSpan.FromHours(1), 7u), (notice.Key, notice.LastData["k"], notice.RepeatAfter, notice.UserId));
        Assert.Equal("2", second.Changes.Create("x", "x", [], null, []).Id);
        Assert.True(int.Parse(second.Notices.Add(null, "custom", "a.b/d", notice.LastData, null).Id, null) > int.Parse(notice.Id, null));
        await second.File.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_else_may_read_it()
    {
        var state = Open();
        state.Changes.Create("x", "x", [], null, []);
        await state.File.FlushAsync(CancellationToken.None);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        await state.File.DisposeAsync();
    }

    [Theory]
    [InlineData("{\"data\":{\"patch-level\":99}}", "cannot downgrade: software version is too old for the current system state (patch level 99)")]
    [InlineData("{", "cannot read the state file: ")]
    public void A_file_that_cannot_be_used_is_refused(string content, string message)
    {
        File.WriteAllText(FilePath, content);
        Assert.StartsWith(message, Assert.Throws<StateException>(() => Open()).Message, StringComparison.Ordinal);
    }
}
