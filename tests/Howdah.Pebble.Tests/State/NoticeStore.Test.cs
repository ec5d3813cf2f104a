using Howdah.Pebble.Notices;

namespace Howdah.Pebble.Tests.State;

public sealed class NoticeStoreTest
{
    private static readonly NoticeFilter _all = new(null, AllUsers: true, null, [], null);
    private readonly ManualTime _time = new();
    private readonly NoticeStore _notices;

    public NoticeStoreTest() => _notices = new NoticeStore(_time, () => { });

    private Notice Add(string key, uint? user = null, TimeSpan? repeatAfter = null, string? data = null) => _notices.Add(user, "custom", key,
        data is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = data }, repeatAfter);

    [Fact]
    public void A_repeat_counts_up_and_carries_the_new_data()
    {
        var first = Add("a.b/c", data: "1");
        var second = Add("a.b/c", data: "2");
        Assert.Equal((first.Id, 2, "2"), (second.Id, second.Occurrences, second.LastData["k"]));
        Assert.True(second.LastOccurred > first.LastOccurred);
        Assert.Equal((first.FirstOccurred, second.LastOccurred), (second.FirstOccurred, second.LastRepeated));
    }

    [Fact]
    public void A_repeat_is_told_again_only_after_its_time()
    {
        var first = Add("a.b/c", repeatAfter: TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(first.LastRepeated, Add("a.b/c", repeatAfter: TimeSpan.FromMinutes(1)).LastRepeated);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotEqual(first.LastRepeated, Add("a.b/c", repeatAfter: TimeSpan.FromMinutes(1)).LastRepeated);
    }

    [Fact]
    public void Times_differ_by_a_microsecond_at_least()
    {
        var times = Enumerable.Range(0, 100).Select(i => Add($"a.b/c{i}").LastRepeated).ToList();
        Assert.Equal(100, times.Select(t => t.Ticks / TimeSpan.TicksPerMicrosecond).Distinct().Count());
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Everybody_sees_public_ones_and_their_own()
    {
        Add("a.b/public");
        Add("a.b/mine", user: 1);
        Add("a.b/theirs", user: 2);
        Assert.Equal(["a.b/public", "a.b/mine"], _notices.List(new NoticeFilter(1, AllUsers: false, null, [], null)).Select(n => n.Key));
        Assert.Equal(3, _notices.List(_all).Count);
    }

    [Fact]
    public async Task A_waiter_gets_the_first_that_matches()
    {
        var store = new NoticeStore(TimeProvider.System, () => { });
        var waiting = store.WaitAsync(_all with { Keys = ["a.b/y"] }, TimeSpan.FromSeconds(30), CancellationToken.None);
        store.Add(null, "custom", "a.b/x", new Dictionary<string, string>(StringComparer.Ordinal), null);
        Assert.False(waiting.IsCompleted);
        store.Add(null, "custom", "a.b/y", new Dictionary<string, string>(StringComparer.Ordinal), null);
        Assert.Equal("a.b/y", Assert.Single(await waiting).Key);
    }

    [Fact]
    public void Old_ones_and_those_of_forgotten_changes_are_pruned()
    {
        Add("a.b/old");
        _time.Advance(TimeSpan.FromDays(8));
        Add("a.b/new");
        _notices.Add(null, "change-update", "1", new Dictionary<string, string>(StringComparer.Ordinal), null);
        _notices.Prune(1000, _ => false);
        Assert.Equal("a.b/new", Assert.Single(_notices.List(_all)).Key);
    }

    [Theory]
    [InlineData("example.com/path", true)]
    [InlineData("a.b-c/d/e-f", true)]
    [InlineData("example/path", false)]
    [InlineData("example.com", false)]
    [InlineData("Example.com/x", false)]
    [InlineData("example.com/x_y", false)]
    [InlineData("example.com/x/", false)]
    public void Keys_are_a_domain_and_a_path(string key, bool valid) => Assert.Equal(valid, NoticeStore.IsValidKey(key));
}
