using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Pebble;

namespace Howdah.Ops.Tests.Containers;

/// <summary>The same charm on a container in memory and on one with the real daemon.</summary>
public sealed class ContainerTests(RealPebbleFixture fixture) : IClassFixture<RealPebbleFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("container-").FullName;
    private readonly List<string> did = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_does_what_is_missing_and_then_nothing(bool real)
    {
        var scenario = new Scenario(
            c => new WorkloadCharm(c, folder, did), CharmMetadataReader.Parse(WorkloadCharm.MetadataYaml));
        var container = new ContainerState("box") { CanConnect = true, Pebble = real ? fixture.Pebble.Client : null };

        var first = await scenario.RunAsync(Trigger.PebbleReady("box"), new State { Containers = [container] });
        var second = await scenario.RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(
            [
                "wrote True", "planned True", "check up", "exists True True",
                "wrote False", "planned False", "check up", "exists True True",
            ],
            did);
        Assert.Equal(Status.Active(), second.State.UnitStatus);
    }
}
