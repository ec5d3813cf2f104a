using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Acceptance;

public sealed class FilesAcceptanceTest(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private PebbleClient Client => shared.Client;

    private async Task<byte[]> PullAsync(string path)
    {
        await using var content = await Client.PullAsync(path);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    [Fact, Trait("item", "13")]
    public async Task What_is_pushed_is_pulled_whatever_its_bytes_and_its_size()
    {
        var path = Path.Combine(shared.NewFolder(), "f");
        var large = new byte[3 << 20];
        new Random(13).NextBytes(large);
        foreach (var content in (byte[][])[[], Encoding.UTF8.GetBytes("text\r\n é\n"), Encoding.Latin1.GetBytes("é"),
            [0, 13, 10, 45, 45], large[..(1 << 20)], large])
        {
            await Client.PushAsync(path, new MemoryStream(content));
            Assert.Equal(content, await PullAsync(path));
        }
    }

    [Fact, Trait("item", "14")]
    public async Task A_missing_folder_is_made_only_when_asked()
    {
        var path = Path.Combine(shared.NewFolder(), "a", "b", "f");
        Assert.StartsWith("not-found: ", await SharedDaemon.RefusedAsync(() => Client.PushAsync(path, "x")),
            StringComparison.Ordinal);
        await Client.PushAsync(path, "x", new PathOptions { MakeParents = true });
        Assert.Equal("x", await File.ReadAllTextAsync(path));
    }

    [Fact, Trait("item", "15")]
    public async Task Nothing_is_pushed_below_a_file()
    {
        var file = Path.Combine(shared.NewFolder(), "f");
        await Client.PushAsync(file, "x");
        Assert.StartsWith("generic-file-error: ",
            await SharedDaemon.RefusedAsync(() => Client.PushAsync(file + "/g", "x", new PathOptions { MakeParents = true })),
                StringComparison.Ordinal);
    }

    [Fact, Trait("item", "16")]
    public async Task Permissions_of_files_are_exact_and_three_octal_digits()
    {
        var path = Path.Combine(shared.NewFolder(), "f");
        foreach (var mode in (int[])[0x180, 0x1FF, 0x190])
        {
            await Client.PushAsync(path, "x", new PathOptions { Permissions = (UnixFileMode)mode });
            Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(path));
            Assert.Equal(Convert.ToString(mode, 8), (await Client.ListFilesAsync(path))[0].PermissionsText);
        }
        foreach (var wrong in (string[])["1000", "-01"])
        {
            var answer = await RawMultipart.WriteAsync(shared.Raw, $$"""{"action":"write","files":[{"path":"{{path}}","permissions":"{{wrong}}"}]}""", (path, "x"));
            Assert.Equal("generic-file-error",
                answer.GetProperty("result")[0].GetProperty("error").GetProperty("kind").GetString());
        }
    }

    [Fact, Trait("item", "17")]
    public async Task A_listing_tells_all_of_a_file()
    {
        var folder = shared.NewFolder();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        await Client.PushAsync($"{folder}/f", "12345", new PathOptions { Permissions = (UnixFileMode)0x1A4 });
        var inFolder = Assert.Single(await Client.ListFilesAsync(folder));
        var alone = Assert.Single(await Client.ListFilesAsync($"{folder}/f"));
        Assert.Equal((alone.Path, alone.Name, alone.Type, alone.Size, alone.PermissionsText),
            (inFolder.Path, inFolder.Name, inFolder.Type, inFolder.Size, inFolder.PermissionsText));
        Assert.Equal(($"{folder}/f", "f", "file", 5L, "644"),
            (alone.Path, alone.Name, alone.Type, alone.Size, alone.PermissionsText));
        Assert.InRange(alone.LastModified, before, TimeProvider.System.GetUtcNow());
    }

    [Fact, Trait("item", "18")]
    public async Task A_folder_is_listed_by_pattern_or_by_itself()
    {
        var folder = shared.NewFolder();
        foreach (var name in (string[])["b.txt", "a.txt", "c.log"]) await Client.PushAsync($"{folder}/{name}", "");
        Assert.Equal(["a.txt", "b.txt", "c.log"], (await Client.ListFilesAsync(folder)).Select(f => f.Name));
        Assert.Equal(["a.txt", "b.txt"], (await Client.ListFilesAsync(folder, "*.txt")).Select(f => f.Name));
        var itself = Assert.Single(await Client.ListFilesAsync(folder, itself: true));
        Assert.Equal((folder, Path.GetFileName(folder), "directory"), (itself.Path, itself.Name, itself.Type));
        var root = Assert.Single(await Client.ListFilesAsync("/", itself: true));
        Assert.Equal(("/", "/"), (root.Path, root.Name));
    }

    [Fact, Trait("item", "19")]
    public async Task Listing_what_is_not_there_is_not_found()
    {
        var failure = await Assert.ThrowsAsync<PebbleApiException>(() => Client.ListFilesAsync("/not/existing/file/"));
        Assert.Equal((404, "Not Found", "stat /not/existing/file/: no such file or directory"),
            (failure.Code, failure.Status, failure.Message));
    }

    [Fact, Trait("item", "20")]
    public async Task Relative_paths_are_refused()
    {
        Assert.Equal("generic-file-error: paths must be absolute, got \"f\"",
            await SharedDaemon.RefusedAsync(() => Client.PushAsync("f", "x")));
        Assert.Equal("generic-file-error: paths must be absolute, got \"d\"",
            await SharedDaemon.RefusedAsync(() => Client.MakeDirectoryAsync("d")));
    }

    [Fact, Trait("item", "21")]
    public async Task Pulling_what_is_no_file_names_it()
    {
        var folder = shared.NewFolder();
        Assert.Matches($"^not-found: .*{folder}/none", await SharedDaemon.RefusedAsync(() => PullAsync($"{folder}/none")));
        Assert.Matches($"^generic-file-error: .*{folder}", await SharedDaemon.RefusedAsync(() => PullAsync(folder)));
    }

    [Fact, Trait("item", "22")]
    public async Task Folders_are_made_with_parents_and_exact_permissions()
    {
        var folder = shared.NewFolder();
        await Client.MakeDirectoryAsync($"{folder}/a");
        Assert.StartsWith("not-found: ", await SharedDaemon.RefusedAsync(() => Client.MakeDirectoryAsync($"{folder}/x/y")),
            StringComparison.Ordinal);
        await Client.MakeDirectoryAsync($"{folder}/x/y", new PathOptions { MakeParents = true });
        await Client.PushAsync($"{folder}/f", "");
        foreach (var parents in (bool[])[false, true])
        {
            Assert.StartsWith("generic-file-error: ",
                await SharedDaemon.RefusedAsync(() =>
                    Client.MakeDirectoryAsync($"{folder}/f/g",
                        new PathOptions { MakeParents = parents })), StringComparison.Ordinal);
        }
        foreach (var mode in (int[])[0x1C0, 0x1FF])
        {
            await Client.MakeDirectoryAsync($"{folder}/{mode}", new PathOptions { Permissions = (UnixFileMode)mode });
            Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode($"{folder}/{mode}"));
        }
        foreach (var wrong in (string[])["1000", "-01"])
        {
            var (_, answer) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/files", $$"""{"action":"make-dirs","dirs":[{"path":"{{folder}}/w","permissions":"{{wrong}}"}]}""");
            Assert.Equal("generic-file-error",
                answer.GetProperty("result")[0].GetProperty("error").GetProperty("kind").GetString());
        }
    }

    [Fact, Trait("item", "23")]
    public async Task Removing_takes_what_it_is_allowed_to()
    {
        var folder = shared.NewFolder();
        await Client.PushAsync($"{folder}/f", "");
        await Client.RemovePathAsync($"{folder}/f");
        await Client.MakeDirectoryAsync($"{folder}/empty");
        await Client.RemovePathAsync($"{folder}/empty");
        await Client.PushAsync($"{folder}/full/f", "", new PathOptions { MakeParents = true });
        Assert.StartsWith("generic-file-error: ", await SharedDaemon.RefusedAsync(() => Client.RemovePathAsync($"{folder}/full")),
            StringComparison.Ordinal);
        await Client.RemovePathAsync($"{folder}/full", recursive: true);
        Assert.False(Directory.Exists($"{folder}/full"));
        Assert.StartsWith("not-found: ", await SharedDaemon.RefusedAsync(() => Client.RemovePathAsync($"{folder}/full")),
            StringComparison.Ordinal);
        await Client.RemovePathAsync($"{folder}/full", recursive: true);
    }

    [Fact, Trait("item", "24")]
    public async Task Paths_of_any_characters_name_the_same_file_in_every_operation()
    {
        var folder = shared.NewFolder();
        foreach (var name in (string[])["with space", "quo\"te", "back\\slash", "per%20cent", "pl+us&and=", "ünï→"])
        {
            var path = $"{folder}/{name}/f";
            await Client.MakeDirectoryAsync($"{folder}/{name}");
            await Client.PushAsync(path, name);
            Assert.Equal(name, Encoding.UTF8.GetString(await PullAsync(path)));
            Assert.Equal(path, Assert.Single(await Client.ListFilesAsync($"{folder}/{name}")).Path);
            await Client.RemovePathAsync(path);
            Assert.False(File.Exists(path));
        }
    }

    [Fact, Trait("item", "25")]
    public async Task A_failed_pull_leaves_nothing_and_a_dropped_one_disturbs_nothing()
    {
        var folder = shared.NewFolder();
        Assert.Equal(1, (await shared.Daemon.CliAsync("pull", $"{folder}/none", $"{folder}/local")).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        await Client.PushAsync($"{folder}/large", new MemoryStream(new byte[1 << 20]));
        for (var i = 0; i < 5; i++)
        {
            await using var dropped = await Client.PullAsync($"{folder}/large");
            await dropped.ReadExactlyAsync(new byte[1000]);
        }
        Assert.Equal(1 << 20, (await PullAsync($"{folder}/large")).Length);
    }
}
