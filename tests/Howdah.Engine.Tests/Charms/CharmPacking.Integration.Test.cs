using System.Diagnostics;
using System.IO.Compression;
using System.Net.Sockets;
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

    [Theory]
    [InlineData("pipe", "a named pipe")]
    [InlineData("socket", "a socket")]
    public void What_can_be_read_without_end_is_no_part_of_a_charm(string name, string kind)
    {
        using var folder = new TempDirectory();
        Write(folder["source"], "metadata.yaml", "name: x\n");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (name == "socket")
        {
            socket.Bind(new UnixDomainSocketEndPoint(folder["source/socket"]));
        }
        else
        {
            using var making = Process.Start("mkfifo", [folder["source/pipe"]]);
            making.WaitForExit();
            Assert.Equal(0, making.ExitCode);
        }

        var error = Assert.Throws<EngineException>(() => CharmSource.Copy(folder["source"], folder["target"]));
        Assert.Equal($"the charm has {kind}, \"{name}\": a charm consists of files, folders and links; remove it", error.Message);
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

    [Fact]
    public void Links_of_a_charm_are_copied_as_links_and_count_in_its_digest()
    {
        using var folder = new TempDirectory();
        Write(folder["source"], "metadata.yaml", "name: linked\n");
        Write(folder["source"], "src/run", "#!/bin/sh\n");
        Directory.CreateDirectory(folder["source/hooks"]);
        File.CreateSymbolicLink(folder["source/hooks/install"], "../src/run");
        File.CreateSymbolicLink(folder["source/loop"], "src");
        CharmSource.Copy(folder["source"], folder["folder"]);
        ZipWithLinks(folder["source"], folder["charm.charm"]);
        CharmSource.Copy(folder["charm.charm"], folder["archive"]);
        Assert.All(["folder", "archive"], copy => Assert.Equal("../src/run", new FileInfo(folder[$"{copy}/hooks/install"]).LinkTarget));
        var digest = CharmSource.Digest(folder["folder"]);
        Assert.Equal(digest, CharmSource.Digest(folder["archive"]));
        File.Delete(folder["folder/hooks/install"]);
        File.CreateSymbolicLink(folder["folder/hooks/install"], "../src");
        Assert.NotEqual(digest, CharmSource.Digest(folder["folder"]));
    }

    [Theory]
    [InlineData("dispatch", "/etc/cron.d/mine", "symlink \"dispatch\" is absolute: \"/etc/cron.d/mine\"")]
    [InlineData("metadata.yaml", "../victim", "symlink \"metadata.yaml\" links out of charm: \"../victim\"")]
    [InlineData("src/lib", "../../victim", "symlink \"src/lib\" links out of charm: \"../../victim\"")]
    [InlineData("src/lib", "../src/../../victim", "symlink \"src/lib\" links out of charm")]
    public void A_link_out_of_a_charm_is_refused_and_nothing_is_written_through_it(string name, string target, string message)
    {
        using var folder = new TempDirectory();
        Write(folder["source"], "charmcraft.yaml", "name: sly\ntype: charm\n");
        Write(folder["source"], "src/charm.py", "");
        File.CreateSymbolicLink(folder[$"source/{name}"], target);
        ZipWithLinks(folder["source"], folder["sly.charm"]);
        foreach (var source in new[] { "source", "sly.charm" })
        {
            var error = Assert.Throws<EngineException>(() => CharmSource.Copy(folder[source], folder[$"copy of {source}"]));
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        }

        Assert.False(Path.Exists(folder["victim"]));
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a/b", "../c/./d", true)]
    [InlineData("a/b/c", "../..", true)]
    [InlineData("a", "..", false)]
    [InlineData("a/b", "./../..", false)]
    [InlineData("a", "b/..", false)]
    public void A_link_may_go_up_no_further_than_its_charm_reaches_and_not_after_it_went_down(string name, string target, bool isGood) =>
        Assert.Equal(isGood, CharmLink.Check(name, target) is null);

    private static void ZipWithLinks(string folder, string archive)
    {
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var file in Directory.EnumerateFileSystemEntries(folder).Concat(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "src")))
            .Concat(Directory.Exists(Path.Combine(folder, "hooks")) ? Directory.EnumerateFileSystemEntries(Path.Combine(folder, "hooks")) : [])
            .Select(path => new FileInfo(path)))
        {
            var name = Path.GetRelativePath(folder, file.FullName);
            if (file.LinkTarget is { } link)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = unchecked((int)0xA1FF0000);
                using var writer = new StreamWriter(entry.Open());
                writer.Write(link);
            }
            else if (file.Exists)
            {
                zip.CreateEntryFromFile(file.FullName, name);
            }
        }
    }

    private static void Write(string folder, string file, string content)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
