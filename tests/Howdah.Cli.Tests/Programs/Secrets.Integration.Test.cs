using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>A person's secrets on the command line.</summary>
[Collection(EngineCollection.Name)]
public sealed class SecretsTests(EngineFixture engine) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("howdah-secret-");

    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task A_secret_comes_from_files_is_granted_changed_and_removed()
    {
        var uri = (await Howdah.RunAsync("add-secret", "door", $"code#file={File("one")}", "lock=brass", "--info", "of the house")).Expect().Trim();
        Assert.Matches("^secret:[0-9a-v]{20}$", uri);
        var id = uri["secret:".Length..];
        (await Howdah.RunAsync("grant-secret", "door", "greeter,caller")).Expect();
        (await Howdah.RunAsync("revoke-secret", uri, "caller")).Expect();
        (await Howdah.RunAsync("update-secret", "door", "--file", File("code: two\nlock: 7\n"))).Expect();

        var hidden = JsonNode.Parse((await Howdah.RunAsync("show-secret", "door", "--format", "json")).Expect())![id]!;
        Assert.Equal((2, "<model>", "door", "of the house"), ((int)hidden["revision"]!, (string?)hidden["owner"], (string?)hidden["name"], (string?)hidden["description"]));
        Assert.Null(hidden["content"]);
        Assert.Null(hidden["revisions"]);
        Assert.Equal("application-greeter view", $"{hidden["access"]!.AsArray().Single()!["target"]} {hidden["access"]![0]!["role"]}");
        var shown = JsonNode.Parse((await Howdah.RunAsync("show-secret", uri, "--reveal", "--format", "json")).Expect())![id]!;
        Assert.Equal("""{"code":"two","lock":"7"}""", shown["content"]!["Data"]!.ToJsonString());
        Assert.Contains("      code: one\n", (await Howdah.RunAsync("show-secret", id, "--reveal", "--revision", "1")).Expect(), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse((await Howdah.RunAsync("show-secret", id, "--revisions", "--format", "json")).Expect())![id]!["revisions"]!.AsArray().Count);

        Assert.Contains($"{id}  door  <model>  never", (await Howdah.RunAsync("secrets")).Expect(), StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse((await Howdah.RunAsync("list-secrets", "--owner", "<model>", "--format", "json")).Expect())![id]);
        Assert.Equal("{}\n", (await Howdah.RunAsync("secrets", "--owner", "greeter", "--format", "json")).Expect());
        (await Howdah.RunAsync("remove-secret", "door", "--revision", "1")).Expect();
        (await Howdah.RunAsync("remove-secret", "door")).Expect();
        Assert.Equal("ERROR secret \"door\" not found\n", (await Howdah.RunAsync("show-secret", "door")).Error);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string File(string content)
    {
        var path = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        System.IO.File.WriteAllText(path, content);
        return path;
    }
}
