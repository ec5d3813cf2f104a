using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Reconciling;

public sealed class ReconcilingTests
{
    private readonly List<string> ran = [];

    private async Task<Status> StatusAsync(params (string Name, Func<StepResult> Run)[] steps)
    {
        var wrapped = steps.Select(s => new ReconcileStep(s.Name, () =>
        {
            ran.Add(s.Name);
            return s.Run();
        })).ToList();
        var scenario = new Scenario(c => new StepsCharm(c, wrapped), CharmMetadataReader.Parse(ScriptedCharm.MetadataYaml));
        return (await scenario.RunAsync(Trigger.Start, new State())).State.UnitStatus;
    }

    [Fact]
    public async Task When_all_steps_are_done_the_charm_says_what_it_is()
    {
        Assert.Equal(Status.Active("all done"), await StatusAsync(("a", () => StepResult.Done), ("b", () => StepResult.Done)));
        Assert.Equal(["a", "b"], ran);
    }

    [Fact]
    public async Task The_first_step_that_is_not_done_ends_it()
    {
        Assert.Equal(Status.Blocked("do it"), await StatusAsync(
            ("a", () => StepResult.Done), ("b", () => StepResult.Blocked("do it")), ("c", () => StepResult.Done)));
        Assert.Equal(["a", "b"], ran);
    }

    [Fact]
    public async Task A_step_may_let_the_others_run_and_the_worst_is_shown()
    {
        Assert.Equal(Status.Maintenance("m"), await StatusAsync(
            ("a", () => StepResult.Waiting("w").AndGoOn()), ("b", () => StepResult.Maintenance("m").AndGoOn()),
                ("c", () => StepResult.Done)));
        Assert.Equal(["a", "b", "c"], ran);
    }

    [Fact]
    public async Task A_container_that_goes_away_in_the_middle_is_waited_for() => Assert.Equal(
        Status.Waiting("waiting for the container (b)"),
        await StatusAsync(("a", () => StepResult.Done), ("b", () => throw new PebbleConnectionException("gone"))));

    [Fact]
    public async Task A_hook_that_reconciles_nothing_leaves_the_status_alone()
    {
        var scenario = new Scenario(c => new StepsCharm(c, []), CharmMetadataReader.Parse(ScriptedCharm.MetadataYaml));

        var result = await scenario.RunAsync(Trigger.UpdateStatus, new State());

        Assert.Empty(result.UnitStatuses);
    }

    private sealed class StepsCharm : ReconcilingCharm
    {
        public StepsCharm(CharmContext context, IReadOnlyList<ReconcileStep> steps)
            : base(context)
        {
            Steps = steps;
            ReconcileOn(On.Start, On.Install, On.Start);
        }

        protected override IReadOnlyList<ReconcileStep> Steps { get; }

        protected override Status WhenDone => Status.Active("all done");
    }
}
