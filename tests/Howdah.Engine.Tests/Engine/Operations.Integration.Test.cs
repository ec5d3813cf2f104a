using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class OperationsTests
{
    [Fact]
    public async Task The_status_log_has_what_was_said_one_after_another_also_after_a_restart()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", "[[ $event == start ]] && { status-set waiting 'for a while'; status-set active; status-set --application=true active yes; }");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        var workload = (await engine.Model.ReadStatusLogAsync("box/0", CancellationToken.None)).Where(entry => entry.Type == "workload");
        Assert.Equal(
            ["waiting installing agent", "maintenance installing charm software", "waiting for a while", "active "],
            workload.Select(entry => $"{entry.Status} {entry.Message}"));
        await engine.StopAsync();
        await engine.OpenAsync();
        Assert.Equal(
            ["application active yes"],
            (await engine.Model.ReadStatusLogAsync("box", CancellationToken.None)).Select(entry => $"{entry.Type} {entry.Status} {entry.Message}"));
        Assert.Contains(
            "executing running install hook",
            (await engine.Model.ReadStatusLogAsync("box/leader", CancellationToken.None)).Select(entry => $"{entry.Status} {entry.Message}"));
        await Assert.ThrowsAsync<EngineException>(() => engine.Model.ReadStatusLogAsync("box/9", CancellationToken.None));
    }

    [Fact]
    public async Task A_new_resource_is_told_with_upgrade_charm_and_read_anew()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            "name: box\nresources: { tool: { type: file, filename: tool.txt } }", "[[ $event == upgrade-charm ]] && status-set active \"$(cat $(resource-get tool))\"");
        var file = Path.Combine(engine.Data, "given");
        await File.WriteAllTextAsync(file, "new");
        await engine.Model.DeployAsync(
            new DeployRequest("box") { Resources = new Dictionary<string, string>(StringComparer.Ordinal) { ["tool"] = file } }, CancellationToken.None);
        await engine.SettleAsync();
        await engine.ExecAsync("box/0", "resource-get tool");
        await File.WriteAllTextAsync(file, "old");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        engine.ForgetTold();
        await engine.Model.AttachResourceAsync("box", "tool", "given", engine.Data, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(["upgrade-charm", "config-changed"], engine.Told("box/0"));
        Assert.Equal("old", engine.Snapshot.Units["box/0"].Workload.Message);
        Assert.Equal("tool.txt", Assert.Single(engine.Model.GetResources("box")).FileName);
        var error = await Assert.ThrowsAsync<EngineException>(() =>
            engine.Model.AttachResourceAsync("box", "saw", "given", engine.Data, CancellationToken.None));
        Assert.Equal("charm \"box\" has no resource called \"saw\"", error.Message);
    }

    [Fact]
    public async Task Model_settings_have_defaults_and_are_set_and_reset()
    {
        await using var engine = await TestEngine.StartAsync();
        await SetAsync(engine, "update-status-hook-interval", "90s");
        Assert.Equal(
            ["automatically-retry-hooks=true default", "update-status-hook-interval=90s model"],
            engine.Model.GetModelConfig().Select(setting => $"{setting.Name}={setting.Value} {setting.Source}"));
        await SetAsync(engine, "update-status-hook-interval", "");
        Assert.All(engine.Model.GetModelConfig(), setting => Assert.Equal("default", setting.Source));
        await Assert.ThrowsAsync<EngineException>(() => SetAsync(engine, "colour", "red"));
    }

    [Fact]
    public async Task A_shorter_interval_of_update_status_counts_at_once()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", "[[ $event == update-status ]] && status-set active told");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        await SetAsync(engine, "update-status-hook-interval", "10ms");
        await engine.WaitAsync("update-status is told", model => model.Units["box/0"].Workload.Message == "told");
    }

    [Fact]
    public async Task Lines_of_a_module_can_be_left_out_of_the_log()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        await engine.ExecAsync("box/0", "juju-log hello");
        List<LogEntry> lines = [];
        await foreach (var line in engine.Model.ReadLogAsync(new LogQuery { ExcludeModules = ["juju."] }, CancellationToken.None))
        {
            lines.Add(line);
        }

        Assert.Equal("hello", Assert.Single(lines).Text);
    }

    private static Task SetAsync(TestEngine engine, string name, string value) => engine.Model.SetModelConfigAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }, CancellationToken.None);
}
