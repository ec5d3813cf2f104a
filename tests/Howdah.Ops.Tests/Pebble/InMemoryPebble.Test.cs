using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

public sealed class InMemoryPebbleTests : PebbleCompliance
{
    private readonly InMemoryPebble pebble = new();

    public InMemoryPebbleTests()
    {
        pebble.MakeDirectoryAsync("/test").GetAwaiter().GetResult();
        pebble.AddExec(new ExecMock(["tr"], (_, input) => new ExecOutput(0, input.ToUpperInvariant(), "")));
        pebble.AddExec(new ExecMock(["sh"], "OUT\n", 42, "ERR\n"));
    }

    protected override IPebble Pebble => pebble;

    protected override string Folder => "/test";

    [Fact]
    public async Task A_service_that_is_said_to_fail_fails_its_change()
    {
        pebble.FailingServices["bad"] = "exited quickly with code 1, will restart";
        await pebble.AddLayerAsync("bad", "services: {bad: {override: replace, command: x}}");

        var failed = await Assert.ThrowsAsync<PebbleChangeException>(() => pebble.StartAsync(["bad"]));

        Assert.Contains("exited quickly with code 1", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_up_cannot_be_reached()
    {
        pebble.CanConnect = false;

        await Assert.ThrowsAsync<PebbleConnectionException>(() => pebble.GetPlanAsync());
    }
}
