using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class PlanManagerTest
{
    private readonly PlanManager _plan = new();

    private void Add(string label, string services, bool combine = false, bool inner = false) =>
        _plan.Add(LayerReader.Read(label, 0, $"services: {{{services}}}"), combine, inner);

    [Fact]
    public void A_label_is_taken_once_unless_combined()
    {
        Add("one", "a: {override: replace, command: x}");
        Assert.Equal("layer \"one\" already exists", Assert.Throws<PlanException>(() => Add("one", "a: {override: replace, command: y}")).Message);
        Add("one", "a: {override: replace, command: y}", combine: true);
        Assert.Equal("y", _plan.Current.Services["a"].Command);
    }

    [Fact]
    public void Combining_merges_in_place_below_later_layers()
    {
        Add("one", "a: {override: replace, command: x}");
        Add("two", "a: {override: merge, command: y}");
        Add("one", "a: {override: merge, command: z, summary: s}", combine: true);
        Assert.Equal(("y", "s"), (_plan.Current.Services["a"].Command, _plan.Current.Services["a"].Summary));
    }

    [Fact]
    public void A_refused_layer_leaves_the_plan_as_it_was()
    {
        Add("one", "a: {override: replace, command: x}");
        var before = _plan.Current;
        Assert.Throws<PlanException>(() => Add("two", "a: {override: merge, requires: [b]}"));
        Assert.Same(before, _plan.Current);
    }

    [Fact]
    public void A_layer_of_a_folder_goes_after_the_last_of_that_folder_and_below_others_only_when_asked()
    {
        Add("dir/x", "a: {override: replace, command: x}");
        Add("top", "b: {override: replace, command: x}");
        Assert.Throws<LayerPositionException>(() => Add("dir/y", "a: {override: replace, command: y}"));
        Add("dir/y", "a: {override: replace, command: y}", inner: true);
        Assert.Equal(["dir/x", "dir/y", "top"], _plan.Current.Layers.Select(l => l.Label));
    }

    [Fact]
    public void Workloads_cannot_come_later() =>
        Assert.Equal("cannot change immutable section \"workloads\"",
            Assert.Throws<PlanException>(() => _plan.Add(LayerReader.Read("w", 0, "workloads: {w: {override: replace}}"), false, false)).Message);

    [Fact]
    public void Extra_arguments_take_the_place_of_the_default_ones()
    {
        Add("one", "a: {override: replace, command: 'x y [ z ]'}, b: {override: replace, command: x}");
        _plan.SetArguments(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["a"] = ["1 2"] });
        Assert.Equal(["x", "y", "1 2"], ServiceCommand.Parse(_plan.Current.Services["a"].Command!).Full);
        Assert.Equal("service \"c\" not found in plan", Assert.Throws<PlanException>(() =>
            _plan.SetArguments(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["c"] = [] })).Message);
    }
}
