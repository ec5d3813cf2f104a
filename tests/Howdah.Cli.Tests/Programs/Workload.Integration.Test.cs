using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>A charm that does no more than run a workload, from deploy to another configuration of it.</summary>
[Collection(EngineCollection.Name)]
public sealed class WorkloadTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    [Trait("Acceptance", "80")]
    public async Task A_workload_is_started_once_and_again_when_its_environment_changes_and_not_otherwise()
    {
        (await Howdah.RunAsync("deploy", EngineFixture.Charm("herald"))).Expect();
        await SaysAsync("ready");
        await StartedAsync("hello\n");

        (await Howdah.RunAsync("config", "herald", "greeting=servus", "note=greeted")).Expect();
        await SaysAsync("greeted");
        await StartedAsync("hello\nservus\n");

        (await Howdah.RunAsync("config", "herald", "note=unmoved")).Expect();
        await SaysAsync("unmoved");
        Assert.Equal("hello\nservus\n", await StartsAsync());
        (await Howdah.RunAsync("remove-application", "herald")).Expect();
        (await Howdah.RunAsync("wait-for", "application", "herald", "--timeout", "60s", "--query", "life==\"dead\"")).Expect();
    }

    private async Task SaysAsync(string note) => (await Howdah.RunAsync(
        "wait-for", "unit", "herald/0", "--timeout", "60s", "--query",
        $"workload-status==\"active\" && workload-message==\"{note}\" && agent-status==\"idle\"")).Expect();

    private async Task StartedAsync(string starts) => await Deadline.WaitAsync(
        "the workload's start", TimeSpan.FromSeconds(60), async () => await StartsAsync() is var now && now == starts ? null : $"the starts \"{now}\"");

    private async Task<string> StartsAsync() =>
        (await Howdah.RunAsync("ssh", "--container", "web", "herald/0", "cat /tmp/starts 2>/dev/null || true")).Expect();
}
