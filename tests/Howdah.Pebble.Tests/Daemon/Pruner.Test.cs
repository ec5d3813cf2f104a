using Howdah.Pebble.Daemon;
using Howdah.Pebble.Notices;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class PrunerTest : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly NoticeStore _notices;
    private readonly ChangeStore _changes;
    private readonly Pruner _pruner;

    public PrunerTest()
    {
        _notices = new NoticeStore(_time, () => { });
        _changes = new ChangeStore(_time, _notices, () => { });
        _changes.Handle("do", (_, _) => Task.CompletedTask);
        _changes.Handle("hang", (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        _pruner = new Pruner(_changes, _notices, _time);
    }

    public void Dispose() => _pruner.Dispose();

    [Theory]
    [InlineData(1100, 1100, "1")]
    [InlineData(1101, 1000, "102")]
    public async Task The_oldest_changes_go_when_there_are_a_tenth_too_many(int made, int left, string oldest)
    {
        for (var i = 0; i < made; i++) await DoneAsync();
        _pruner.Look();
        Assert.Equal(left, _changes.Count);
        Assert.Equal(left, _notices.Count);
        Assert.Equal(oldest, _changes.Changes.MinBy(c => c.SpawnTime)!.Id);
    }

    [Fact]
    public async Task Changes_go_after_seven_days_and_those_that_never_end_are_aborted_after_fourteen()
    {
        var hanging = _changes.Create("hang", "Hang", [], null, [new TaskDraft("hang", "Hang", "", 0, [])]);
        var done = await DoneAsync();
        _time.Advance(TimeSpan.FromDays(8));
        _pruner.Look();
        Assert.Null(_changes.FindChange(done.Id));
        Assert.False(hanging.Ready.Task.IsCompleted);
        _time.Advance(TimeSpan.FromDays(7));
        _pruner.Look();
        await hanging.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<Change> DoneAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var change = _changes.Create("do", "Do", [], null, [new TaskDraft("do", "Do", "", 0, [])]);
        await change.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return change;
    }
}
