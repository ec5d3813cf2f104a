using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class RefreshTests
{
    private const string Metadata = "name: box\nstorage: { data: { type: filesystem } }";
    private const string Config = "options: { size: { type: int, default: 1 }, old: { type: string } }";

    [Fact]
    public async Task Every_unit_runs_the_new_charms_code_and_the_old_copy_is_gone()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Metadata, "status-set active one", Config);
        await engine.DeployAsync("box", 2);
        await engine.SettleAsync();
        await engine.Model.SetConfigAsync("box", Values("size=5", "old=x"), [], CancellationToken.None);
        await engine.SettleAsync();
        engine.ForgetTold();

        engine.AddCharm(Metadata, "status-set active two", "options: { size: { type: int, default: 2 }, new: { type: string, default: y } }");
        var record = await engine.Model.RefreshAsync("box", new RefreshRequest(), CancellationToken.None);
        Assert.Equal("local:box-1", record.Id);
        var model = await engine.WaitAsync("the refresh to end", IsOver);
        Assert.All(model.Units.Values, unit => Assert.Equal(("local:box-1", "two"), (unit.CharmId, unit.Workload.Message)));
        Assert.Equal(["upgrade-charm", "config-changed"], engine.Told("box/0"));
        Assert.Equal(["upgrade-charm", "config-changed"], engine.Told("box/1"));
        Assert.Equal(["new=\"y\"", "size=5"], engine.Model.GetConfig("box").Select(entry => $"{entry.Name}={entry.Value!.ToJsonString()}"));
        await CharmsAreAsync(engine, 1);
        var again = await Assert.ThrowsAsync<EngineException>(() => engine.Model.RefreshAsync("box", new RefreshRequest(), CancellationToken.None));
        Assert.Equal("charm \"box\": already up-to-date", again.Message);
    }

    [Fact]
    public async Task A_new_charm_that_fails_is_rolled_back_and_the_old_one_goes_on()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Metadata, "status-set active one", Config);
        await engine.DeployAsync("box", 3);
        await engine.SettleAsync();
        engine.ForgetTold();

        engine.AddCharm(Metadata, "[[ $event == upgrade-charm && $unit == box/1 ]] && exit 1; status-set active two", Config);
        await engine.Model.RefreshAsync("box", new RefreshRequest(), CancellationToken.None);
        var model = await engine.WaitAsync(
            "the roll-back to end",
            snapshot => snapshot.Applications["box"].RefreshNote.Length > 0 && snapshot.CharmRecords.Count == 1 && TestEngine.IsSettled(snapshot));
        Assert.Equal("local:box-0", model.Applications["box"].CharmId);
        Assert.All(model.Units.Values, unit => Assert.Equal(("local:box-0", "one"), (unit.CharmId, unit.Workload.Message)));
        Assert.Equal([], engine.Told("box/0"));
        Assert.Equal(["upgrade-charm", "upgrade-charm", "config-changed"], engine.Told("box/1"));
        Assert.Equal(["upgrade-charm", "config-changed", "upgrade-charm", "config-changed"], engine.Told("box/2"));
        Assert.Equal(
            "one (refresh to local:box-1 rolled back: hook \"upgrade-charm\" failed on box/1)",
            model.StatusOf(model.Applications["box"]).Message);
        List<string> warnings = [];
        await foreach (var line in engine.Model.ReadLogAsync(new LogQuery { Level = "WARNING", Include = ["box/1"] }, CancellationToken.None))
        {
            warnings.Add(line.Text);
        }

        Assert.Contains(model.Applications["box"].RefreshNote, warnings);
        await CharmsAreAsync(engine, 1);
    }

    [Fact]
    public async Task Other_containers_and_storage_make_a_new_place_with_the_same_address()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Metadata + "\ncontainers: { a: { resource: i } }\nresources: { i: { type: oci-image } }");
        await engine.DeployAsync("box");
        var address = (await engine.SettleAsync()).Units["box/0"].Address;
        engine.AddCharm("name: box\ncontainers: { b: { resource: i } }\nresources: { i: { type: oci-image } }\n"
            + "storage: { data: { type: filesystem }, logs: { type: filesystem } }");
        await engine.Model.RefreshAsync("box", new RefreshRequest(), CancellationToken.None);
        await Deadline.WaitAsync("the new container to be told", () => engine.Told("box/0").Contains("b-pebble-ready"));
        var model = await engine.WaitAsync("the refresh to end", IsOver);
        Assert.Equal(["box/0"], engine.Substrate.Removed);
        Assert.Equal(address, model.Units["box/0"].Address);
        Assert.Equal(["data/0", "logs/1"], model.StoragesOf("box/0").Select(storage => storage.Id));
        Assert.Contains("logs-storage-attached logs/1", engine.Told("box/0"));
    }

    [Fact]
    public async Task A_refresh_goes_on_after_a_restart_of_the_engine()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Metadata, "status-set active one");
        await engine.DeployAsync("box", 2);
        await engine.SettleAsync();
        engine.AddCharm(Metadata, "status-set active two");
        await engine.Model.RefreshAsync("box", new RefreshRequest(), CancellationToken.None);
        await engine.StopAsync();
        await engine.OpenAsync();
        var model = await engine.WaitAsync("the refresh to end", IsOver);
        Assert.All(model.Units.Values, unit => Assert.Equal(("local:box-1", "two"), (unit.CharmId, unit.Workload.Message)));
    }

    [Fact]
    public async Task Nothing_of_a_charm_is_left_after_its_last_application_but_what_other_models_use()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box\nresources: { tool: { type: file, filename: tool.txt } }");
        engine.AddCharm("name: jar");
        var file = Path.Combine(engine.Data, "given");
        await File.WriteAllTextAsync(file, "content");
        await engine.Model.DeployAsync(
            new DeployRequest("box") { Resources = new Dictionary<string, string>(StringComparer.Ordinal) { ["tool"] = file } }, CancellationToken.None);
        await engine.DeployAsync("jar");
        var other = await engine.Controller.AddModelAsync("other", CancellationToken.None);
        await other.DeployAsync(new DeployRequest("jar"), CancellationToken.None);
        await engine.SettleAsync();
        await CharmsAreAsync(engine, 2);
        foreach (var application in new[] { "box", "jar" })
        {
            await engine.Model.RemoveApplicationAsync(application, destroyStorage: true, force: false, CancellationToken.None);
        }

        await engine.WaitAsync("the applications to go", snapshot => snapshot.Applications.IsEmpty);
        await CharmsAreAsync(engine, 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(engine.Data, "resources", "default")));
        await engine.Controller.DestroyModelAsync("other", destroyStorage: true, force: false, CancellationToken.None);
        await CharmsAreAsync(engine, 0);
    }

    private static bool IsOver(ModelSnapshot model) =>
        model.Applications["box"].Refresh is null && model.Units.Values.All(unit => unit.CharmId == "local:box-1") && TestEngine.IsSettled(model);

    private static Dictionary<string, string> Values(params string[] settings) =>
        settings.ToDictionary(setting => setting.Split('=')[0], setting => setting.Split('=')[1], StringComparer.Ordinal);

    // What is gone from the model goes from the disk a moment later.
    private static Task CharmsAreAsync(TestEngine engine, int count) => Deadline.WaitAsync(
        $"{count} charms to be kept", () => Directory.EnumerateDirectories(Path.Combine(engine.Data, "charms")).Count() == count);
}
