using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class StorageTests
{
    private const string Box = "name: box\nstorage: { data: { type: filesystem }, cache: { type: filesystem, multiple: { range: 0-2 } } }";

    [Fact]
    public async Task Storage_is_kept_when_its_unit_goes_and_attached_to_another_with_what_is_in_it()
    {
        await using var engine = await DeployedAsync();
        await engine.Model.RemoveUnitsAsync(["box/0"], destroyStorage: false, force: false, CancellationToken.None);
        await engine.WaitAsync("the unit to go", model => model.Units.IsEmpty);
        Assert.Empty(engine.Substrate.RemovedStorage);
        Assert.Null(engine.Snapshot.Storages["data/0"].Unit);

        Assert.Equal(["box/1"], await engine.Model.AddUnitsAsync("box", 1, ["data/0"], CancellationToken.None));
        await engine.SettleAsync();
        Assert.Equal(["data/0"], engine.Snapshot.StoragesOf("box/1").Select(storage => storage.Id));
        Assert.Contains("data-storage-attached data/0", engine.Told("box/1"));

        await engine.Model.RemoveUnitsAsync(["box/1"], destroyStorage: true, force: false, CancellationToken.None);
        await engine.WaitAsync("the unit to go", model => model.Units.IsEmpty);
        Assert.Equal(["data/0"], engine.Substrate.RemovedStorage);
    }

    [Fact]
    public async Task A_running_unit_is_given_storage_and_lets_go_of_what_it_can_do_without()
    {
        await using var engine = await DeployedAsync();
        engine.ForgetTold();
        Assert.Equal(["cache/1"], await engine.Model.AddStorageAsync("box/0", "cache", 1, CancellationToken.None));
        await engine.SettleAsync();
        await engine.Model.DetachStorageAsync("cache/1", CancellationToken.None);
        var model = await engine.WaitAsync("the storage to be detached", snapshot => snapshot.Storages["cache/1"].Unit is null);
        Assert.Equal(Life.Alive, model.Storages["cache/1"].Life);
        await engine.Model.AttachStorageAsync("box/0", ["cache/1"], CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(
            ["cache-storage-attached cache/1", "cache-storage-detaching cache/1", "cache-storage-attached cache/1"], engine.Told("box/0"));
        Assert.Equal("/var/lib/juju/storage/cache/1", engine.Snapshot.Storages["cache/1"].Location);
    }

    [Fact]
    public async Task What_cannot_be_attached_or_detached_is_refused()
    {
        await using var engine = await DeployedAsync();
        await RefusedAsync("charm of \"box/0\" requires 1 of store \"data\"", () => engine.Model.DetachStorageAsync("data/0", CancellationToken.None));
        await RefusedAsync("is attached to unit \"box/0\"", () => engine.Model.AttachStorageAsync("box/0", ["data/0"], CancellationToken.None));
        await RefusedAsync("is attached to unit \"box/0\"; detach it", () => engine.Model.RemoveStorageAsync("data/0", CancellationToken.None));
        await RefusedAsync("at most 2 instances allowed", () => engine.Model.AddStorageAsync("box/0", "cache", 3, CancellationToken.None));
        await RefusedAsync("more than one new unit", () => engine.Model.AddUnitsAsync("box", 2, ["data/0"], CancellationToken.None));
        Assert.Equal(["box/0"], engine.Snapshot.Units.Keys);
    }

    [Fact]
    public async Task A_unit_whose_storage_cannot_be_removed_says_so_until_it_can()
    {
        await using var engine = await DeployedAsync();
        engine.Substrate.StorageRefusal = "the disk is stuck";
        await engine.Model.RemoveUnitsAsync(["box/0"], destroyStorage: true, force: false, CancellationToken.None);
        var model = await engine.WaitAsync("the removal to fail", current => current.Units["box/0"].Agent.Current == AgentStatus.Failed);
        Assert.Equal("cannot be removed: the disk is stuck", model.Units["box/0"].Agent.Message);
        Assert.StartsWith("it cannot be removed: the disk is stuck (since ", engine.Model.Explain("box/0").Reasons[0].Text, StringComparison.Ordinal);

        engine.Substrate.StorageRefusal = null;
        await engine.WaitAsync("the unit to go", current => current.Units.IsEmpty && current.Storages.IsEmpty);
        Assert.Contains("data/0", engine.Substrate.RemovedStorage);
    }

    private static async Task RefusedAsync(string message, Func<Task> request) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<EngineException>(request)).Message, StringComparison.Ordinal);

    private static async Task<TestEngine> DeployedAsync()
    {
        var engine = await TestEngine.StartAsync();
        engine.AddCharm(Box);
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        return engine;
    }
}
