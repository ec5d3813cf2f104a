using Howdah.Pebble.Notices;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Tests.State;

public sealed class ChangeStoreTest
{
    private readonly ManualTime _time = new();
    private readonly NoticeStore _notices;
    private readonly ChangeStore _changes;
    private readonly List<string> _began = [];
    private readonly Dictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    public ChangeStoreTest()
    {
        _notices = new NoticeStore(_time, () => { });
        _changes = new ChangeStore(_time, _notices, () => { });
        _changes.Handle("do", async (task, cancellation) =>
        {
            lock (_began) _began.Add(task.Subject);
            await _gates[task.Subject].Task.WaitAsync(cancellation);
        });
    }

    private Change Create(params (string Name, int Lane, int[] WaitFor)[] tasks)
    {
        foreach (var (name, _, _) in tasks) _gates[name] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _changes.Create("test", "Test", [], null, [.. tasks.Select(t => new TaskDraft("do", $"Do {t.Name}", t.Name, t.Lane, t.WaitFor))]);
    }

    private async Task BeganAsync(string name)
    {
        for (var i = 0; i < 3000; i++)
        {
            lock (_began)
            {
                if (_began.Contains(name)) return;
            }
            await Task.Delay(10);
        }
        Assert.Fail($"{name} did not begin; began: {string.Join(", ", _began)}");
    }

    private static string Show(Change change) => string.Join(' ', change.Tasks.Select(t => $"{t.Subject}:{t.Status}"));

    [Fact]
    public async Task A_task_begins_when_those_it_waits_for_are_done()
    {
        var change = Create(("a", 1, []), ("b", 1, [0]));
        await BeganAsync("a");
        Assert.DoesNotContain("b", _began);
        _gates["a"].SetResult();
        await BeganAsync("b");
        _gates["b"].SetResult();
        await change.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((Status.Done, null), (change.Status, change.Error));
    }

    [Fact]
    public async Task A_failure_holds_the_rest_of_its_lane_only()
    {
        var change = Create(("a", 1, []), ("b", 1, [0]), ("c", 2, []));
        await BeganAsync("c");
        _gates["a"].SetException(new TaskFailure("broken"));
        _gates["c"].SetResult();
        await change.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("a:Error b:Hold c:Done", Show(change));
        Assert.Equal("cannot perform the following tasks:\n- Do a (broken)", change.Error);
        Assert.Equal(Status.Error, change.Status);
    }

    [Fact]
    public async Task An_abort_cancels_what_runs_and_holds_what_has_not_begun()
    {
        var change = Create(("a", 1, []), ("b", 1, [0]));
        await BeganAsync("a");
        Assert.True(_changes.Abort(change));
        await change.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("a:Done b:Hold", Show(change));
        Assert.False(_changes.Abort(change));
    }

    [Fact]
    public async Task Every_step_of_a_change_is_a_notice()
    {
        var change = Create(("a", 0, []));
        _gates["a"].SetResult();
        await change.Ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var notice = Assert.Single(_notices.List(new NoticeFilter(null, AllUsers: true, null, [], null)));
        Assert.Equal(("change-update", change.Id, "test", 3), (notice.Type, notice.Key, notice.LastData["kind"], notice.Occurrences));
    }

    [Fact]
    public void A_change_without_tasks_is_done_at_once() => Assert.True(Create().Ready.Task.IsCompletedSuccessfully);

    [Theory]
    [InlineData(new[] { "Doing", "Error", "Do" }, "Doing")]
    [InlineData(new[] { "Done", "Error", "Hold" }, "Error")]
    [InlineData(new[] { "Done", "Hold" }, "Done")]
    [InlineData(new[] { "Abort", "Doing" }, "Abort")]
    public void The_status_of_a_change_is_that_of_its_most_pressing_task(string[] tasks, string status) =>
        Assert.Equal(Enum.Parse<Status>(status), Statuses.OfChange([.. tasks.Select(Enum.Parse<Status>)]));
}
