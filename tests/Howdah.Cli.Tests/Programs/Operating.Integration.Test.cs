using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>The commands by which a model is looked after, with Juju's JSON.</summary>
[Collection(EngineCollection.Name)]
public sealed class OperatingTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task Model_settings_are_shown_set_and_reset()
    {
        Assert.Equal("5m\n", await RunAsync("model-config", "update-status-hook-interval"));
        await RunAsync("model-config", "update-status-hook-interval=90s");
        var set = await JsonAsync("model-config");
        Assert.Equal("""{"Value":"90s","Source":"model"}""", set["update-status-hook-interval"]!.ToJsonString());
        await RunAsync("model-config", "--reset", "update-status-hook-interval");
        Assert.Matches("(?m)^update-status-hook-interval +default +5m$", await RunAsync("model-config"));
    }

    [Fact]
    public async Task The_status_log_tells_what_was()
    {
        var entries = (await JsonAsync("show-status-log", "mason/0", "--type", "workload")).AsArray();
        Assert.Equal(("active", "workload"), ((string?)entries[^1]!["status"], (string?)entries[^1]!["type"]));
        Assert.Matches(@"(?m)^\d+ \w+ \d{4} [\d:+]+ +workload +active$", await RunAsync("show-status-log", "mason/0", "-n", "1", "--type", "workload"));
        Assert.Contains("juju-unit", await RunAsync("show-status-log", "mason/0"), StringComparison.Ordinal);
        Assert.NotEmpty((await JsonAsync("show-status-log", "mason/0", "--from-date", "2020-01-31")).AsArray());
        Assert.Empty((await JsonAsync("show-status-log", "mason/0", "--from-date", "9000-01-31")).AsArray());
        Assert.Contains("-n and --from-date cannot be combined", (await Howdah.RunAsync("show-status-log", "mason/0", "--from-date", "2020-01-31", "-n", "1")).Error, StringComparison.Ordinal);
        Assert.Contains("got \"yesterday\"", (await Howdah.RunAsync("show-status-log", "mason/0", "--from-date", "yesterday")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_shown_as_a_program_reads_it()
    {
        var version = (await RunAsync("version")).TrimEnd('\n');
        Assert.Equal($"\"{version}\"\n", await RunAsync("version", "--format", "json"));
        var all = await JsonAsync("version", "--all");
        Assert.Equal((version, Howdah.EnginePid()), ((string?)all["version"], (int)all["engine"]!["pid"]!));
    }

    [Fact]
    public async Task An_application_is_exposed_trusted_and_shown()
    {
        await RunAsync("expose", "mason");
        Assert.True((bool)(await JsonAsync("show-application", "mason"))["mason"]!["exposed"]!);
        await RunAsync("unexpose", "mason");
        var mason = (await JsonAsync("show-application", "mason"))["mason"]!;
        Assert.Equal(("mason", "alive", "alpha"), ((string?)mason["charm"], (string?)mason["life"], (string?)mason["endpoint-bindings"]!["bricks"]));
        Assert.False((bool)mason["exposed"]!);
        await RunAsync("trust", "mason", "--scope", "cluster");
        await RunAsync("trust", "mason", "--remove");
        Assert.Equal("{}\n", await RunAsync("constraints", "mason", "--format", "json"));
        Assert.Contains("no effect", (await Howdah.RunAsync("set-constraints", "mason", "mem=1G")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_have_their_tasks_by_number()
    {
        var run = await Howdah.RunAsync("run", "greeter/0,greeter/1", "greet", "name=Ada");
        run.Expect();
        var id = run.Error.Split(' ')[2];
        var shown = await JsonAsync("show-operation", id);
        Assert.Equal(("greet", "Ada"), ((string?)shown["action"]!["name"], (string?)shown["action"]!["parameters"]!["name"]));
        Assert.Equal(["greeter/0", "greeter/1"], shown["tasks"]!.AsObject().Select(task => (string?)task.Value!["host"]));
        Assert.All(shown["tasks"]!.AsObject(), task => Assert.Equal(0, (int)task.Value!["results"]!["return-code"]!));
        var listed = (await JsonAsync("operations"))[id]!;
        Assert.Equal("completed", (string?)listed["status"]);
        Assert.Null(listed["tasks"]!.AsObject().First().Value!["results"]);
    }

    [Fact]
    public async Task A_model_is_shown_switched_to_and_seen_to_end()
    {
        await RunAsync("add-model", "second", "--no-switch");
        var second = (await JsonAsync("show-model", "admin/second"))["second"]!;
        Assert.Equal(("admin/second", "caas", "available"), ((string?)second["name"], (string?)second["model-type"], (string?)second["status"]!["current"]));
        Assert.Equal("howdah:admin/default\n", await RunAsync("switch"));
        Assert.Equal("howdah:admin/default -> howdah:admin/second\n", await RunAsync("switch", "second"));
        Assert.Equal("second", (string?)(await JsonAsync("status"))["model"]!["name"]);
        var waiting = Howdah.RunAsync("wait-for", "model", "second", "--query", "life==\"dead\"", "--timeout", "30s");
        await RunAsync("destroy-model", "second", "--no-prompt");
        (await waiting).Expect();
        Assert.Equal("howdah:admin/default\n", await RunAsync("switch"));
    }

    [Fact]
    public async Task Resources_are_given_listed_and_given_anew()
    {
        using var charm = new CharmFolder("mason");
        charm.Append("metadata.yaml", "resources:\n  tool: {type: file, filename: tool.txt}\n  image: {type: oci-image}\n");
        await RunAsync("deploy", charm.Path, "smith", "--resource", $"tool={charm.Path}/dispatch", "--resource", "image=registry/x:1");
        var resources = (await JsonAsync("resources", "smith"))["resources"]!.AsArray();
        Assert.Equal(["image registry/x:1", "tool tool.txt"], resources.Select(each => $"{each!["name"]} {each["image"] ?? each["path"]}"));
        await RunAsync("attach-resource", "smith", $"tool={charm.Path}/metadata.yaml");
        await RunAsync("wait-for", "unit", "smith/0", "--query", "workload-status==\"active\" && agent-status==\"idle\"", "--timeout", "30s");
        Assert.Contains("name: mason", await RunAsync("exec", "--unit", "smith/0", "--", "cat $(resource-get tool)"), StringComparison.Ordinal);
        Assert.Matches("(?m)^tool +file +admin +tool.txt$", await RunAsync("list-resources", "smith"));
        await RunAsync("remove-application", "smith");
    }

    [Fact]
    public async Task A_charm_can_not_have_its_resources_written_elsewhere()
    {
        using var charm = new CharmFolder("mason");
        using var victim = new CharmFolder("mason");
        charm.Append("metadata.yaml", "resources:\n  tool: {type: file, filename: tool.txt}\n");
        await RunAsync("deploy", charm.Path, "thief", "--resource", $"tool={charm.Path}/metadata.yaml");
        await RunAsync("wait-for", "unit", "thief/0", "--query", "workload-status==\"active\" && agent-status==\"idle\"", "--timeout", "60s");
        var tried = await RunAsync("exec", "--unit", "thief/0", "--", $$"""
            cd "$JUJU_CHARM_DIR/.."
            { rm -rf resources; mkdir -p resources/tool; ln -s {{victim.Path}} resources/tool; ln -sf {{victim.Path}}/dispatch resources/tool/tool.txt
              rm -f agent.socket; mv charm other; ln -s {{victim.Path}} resources; } 2> charm/refused
            cat "$(resource-get tool)"; grep -c 'Read-only file system' charm/refused
            """);
        Assert.Contains("name: mason", tried, StringComparison.Ordinal);
        Assert.True(int.Parse(tried.TrimEnd('\n').Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture) >= 4, tried);
        Assert.Equal(["dispatch", "manifest.yaml", "metadata.yaml"], Directory.EnumerateFileSystemEntries(victim.Path).Select(Path.GetFileName).Order());
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(EngineFixture.Charm("mason"), "dispatch")), await File.ReadAllTextAsync(Path.Combine(victim.Path, "dispatch")));
        await RunAsync("remove-application", "thief");
    }

    [Fact]
    public async Task Called_as_juju_it_does_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("howdah-juju-");
        try
        {
            var juju = Path.Combine(folder.FullName, "juju");
            File.CreateSymbolicLink(juju, Path.Combine(Installation.BinaryDirectory, "howdah"));
            var status = await Howdah.RunProgramAsync(juju, "status", "--format", "json", "--model", "default");
            Assert.NotNull(JsonNode.Parse(status.Expect())!["applications"]!["greeter"]);
            var failed = await Howdah.RunProgramAsync(juju, "run", "greeter/0", "crash");
            Assert.Contains("use 'juju show-task' to inspect the failure", failed.Error, StringComparison.Ordinal);
            Assert.Contains("  juju status", (await Howdah.RunProgramAsync(juju, "status", "--help")).Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(params string[] arguments) => (await Howdah.RunAsync(arguments)).Expect();

    private async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await RunAsync([.. arguments, "--format", "json"]))!;
}
