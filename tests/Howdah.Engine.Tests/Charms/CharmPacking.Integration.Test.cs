using Howdah.Engine.Charms;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Charms;

public sealed class CharmPackingTests
{
    private const string OneFile = """
        name: box
        type: charm
        summary: A box.
        description: |
          Two lines
          of text.
        base: ubuntu@24.04
        platforms: { amd64: null }
        parts: { box: { plugin: charm } }
        requires: { db: { interface: sql } }
        config: { options: { size: { type: int, default: 3 }, text: { type: string, default: "no" } } }
        actions: { shake: { description: Shakes it., params: { times: { type: integer, default: 2 } } } }
        """;

    [Fact]
    public void One_file_is_split_as_packing_would()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder["source"]);
        File.WriteAllText(folder["source/charmcraft.yaml"], OneFile);
        CharmSource.Copy(folder["source"], folder["target"]);
        var charm = CharmReader.Read(CharmSource.ReadFiles(folder["target"]));
        Assert.Equal(("box", "A box.", "Two lines\nof text."), (charm.Name, charm.Summary, charm.Description.Trim()));
        Assert.Equal(["db"], charm.Endpoints.Keys);
        Assert.Equal(["3", "\"no\""], charm.Options.Values.Select(option => option.Default!.Value.GetRawText()));
        Assert.Equal(["shake"], charm.Actions.Keys);
        var metadata = File.ReadAllText(folder["target/metadata.yaml"]);
        Assert.DoesNotContain("parts", metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("options", metadata, StringComparison.Ordinal);
        Assert.Contains("channel: 24.04", File.ReadAllText(folder["target/manifest.yaml"]), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["target/dispatch"]));
        Assert.False(File.Exists(folder["source/metadata.yaml"]));
    }

    [Fact]
    public void What_is_no_charm_says_so_with_its_line()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder["source"]);
        File.WriteAllText(folder["source/charmcraft.yaml"], "name: x\ntype: bundle\n");
        var error = Assert.Throws<EngineException>(() => CharmSource.Copy(folder["source"], folder["target"]));
        Assert.Contains("charmcraft.yaml:2", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected charm, got \"bundle\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Python_charm_without_dispatch_is_started_with_its_libraries()
    {
        await using var engine = await TestEngine.StartAsync();
        var source = Path.Combine(engine.Charms, "snake");
        Write(source, "charmcraft.yaml", "name: snake\ntype: charm\nconfig: { options: { word: { type: string, default: hiss } } }\n");
        Write(source, "lib/charms/words.py", "def loud(word): return word.upper()\n");
        Write(source, "venv/shout.py", "MARK = '!'\n");
        Write(source, "src/charm.py", """
            import json, os, subprocess
            from charms.words import loud
            import shout
            word = json.loads(subprocess.check_output(["config-get", "--format=json", "word"]))
            if os.environ["JUJU_DISPATCH_PATH"] == "hooks/config-changed":
                subprocess.check_call(["status-set", "active", loud(word) + shout.MARK])
            """);
        await engine.DeployAsync("snake");
        var model = await engine.SettleAsync();
        Assert.Equal("HISS!", model.Units["snake/0"].Workload.Message);
    }

    private static void Write(string folder, string file, string content)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
