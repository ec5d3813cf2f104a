using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

/// <summary>
/// What every <see cref="IPebble"/> must do: the client of the real daemon, and the one in memory that tests of charms use.
/// </summary>
public abstract class PebbleCompliance
{
    private static int last;

    /// <summary>The Pebble under test; tests share it, so each uses names of its own.</summary>
    protected abstract IPebble Pebble { get; }

    /// <summary>An existing folder for this test.</summary>
    protected abstract string Folder { get; }

    private string Name { get; } = $"t{Interlocked.Increment(ref last)}";

    private static Layer LayerOf(string name, Service service) => new()
    {
        Services = new Dictionary<string, Service> { [name] = service },
    };

    private Task AddAsync(Service service, bool combine = false) =>
        Pebble.AddLayerAsync(Name, LayerOf(Name, service).ToYaml(), combine);

    private async Task<ServiceInfo> ServiceAsync() => Assert.Single(await Pebble.GetServicesAsync([Name]));

    [Fact]
    public async Task The_daemon_tells_its_version_and_boot()
    {
        var info = await Pebble.GetSystemInfoAsync();

        Assert.NotEmpty(info.Version);
        Assert.NotEmpty(info.BootId);
    }

    [Fact]
    public async Task A_layer_comes_back_in_the_plan_with_texts_that_look_like_something_else()
    {
        var environment = new Dictionary<string, string> { ["A"] = "yes", ["B"] = "0123", ["C"] = "null", ["D"] = "x: \"y\" #z\nw" };
        await AddAsync(new Service("sleep 10") { Environment = environment, KillDelay = TimeSpan.FromMilliseconds(1500) });

        var service = Layer.Parse(await Pebble.GetPlanAsync()).Services[Name];

        Assert.Equal("sleep 10", service.Command);
        Assert.Equal(environment, service.Environment);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), service.KillDelay);
    }

    [Fact]
    public async Task A_label_can_be_used_again_only_to_combine()
    {
        await AddAsync(new Service("sleep 10") { Enabled = false });

        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => AddAsync(new Service("sleep 11")));
        await AddAsync(new Service(null) { Override = Override.Merge, Summary = "merged" }, combine: true);

        Assert.Equal(400, refused.Code);
        Assert.Equal($"layer \"{Name}\" already exists", refused.Message);
        var service = Layer.Parse(await Pebble.GetPlanAsync()).Services[Name];
        Assert.Equal(("sleep 10", "merged"), (service.Command, service.Summary));
    }

    [Fact]
    public async Task A_layer_that_is_wrong_is_refused_and_leaves_the_plan_alone()
    {
        var before = await Pebble.GetPlanAsync();

        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => AddAsync(new Service(null)));

        Assert.Equal((400, $"plan must define \"command\" for service \"{Name}\""), (refused.Code, refused.Message));
        Assert.Equal(before, await Pebble.GetPlanAsync());
    }

    [Fact]
    public async Task A_service_starts_and_stops()
    {
        await AddAsync(new Service("sleep 1000"));
        Assert.Equal("inactive", (await ServiceAsync()).Current);

        await Pebble.StartAsync([Name]);
        Assert.True((await ServiceAsync()).IsRunning);
        Assert.NotNull((await ServiceAsync()).CurrentSince);

        await Pebble.StopAsync([Name]);
        Assert.Equal("inactive", (await ServiceAsync()).Current);
    }

    [Fact]
    public async Task A_replan_starts_what_is_enabled_and_restarts_what_changed_only()
    {
        await AddAsync(new Service("sleep 1000") { Enabled = true });
        await Pebble.ReplanAsync();
        var first = await ServiceAsync();

        await Pebble.ReplanAsync();
        var same = await ServiceAsync();
        await AddAsync(new Service("sleep 2000") { Enabled = true }, combine: true);
        await Pebble.ReplanAsync();
        var changed = await ServiceAsync();
        await Pebble.StopAsync([Name]);
        await AddAsync(new Service("sleep 2000") { Enabled = false }, combine: true);

        Assert.True(first.IsRunning);
        Assert.Equal(first.CurrentSince, same.CurrentSince);
        Assert.True(changed.CurrentSince > first.CurrentSince);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.StartAsync(["nothing"]));
        var noName = await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.StartAsync([]));

        Assert.Equal("cannot start services: service \"nothing\" does not exist", refused.Message);
        Assert.Equal("must specify services for start action", noName.Message);
        Assert.Empty(await Pebble.GetServicesAsync(["nothing"]));
    }

    [Fact]
    public async Task A_change_is_remembered_and_an_unknown_one_is_not_found()
    {
        await AddAsync(new Service("sleep 1000"));
        var id = await Pebble.BeginServicesAsync("start", [Name]);
        var change = await Pebble.EnsureChangeAsync(id);
        await Pebble.StopAsync([Name]);

        Assert.Equal(("start", "Done", true), (change.Kind, change.Status, change.Ready));
        Assert.Contains(await Pebble.GetChangesAsync(ChangeSelection.All), c => c.Id == id);
        Assert.Equal(404, (await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.GetChangeAsync("999999"))).Code);
    }

    [Fact]
    public async Task A_signal_needs_a_service_that_runs()
    {
        await AddAsync(new Service("sleep 1000"));
        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.SendSignalAsync("SIGHUP", [Name]));

        Assert.Equal((500, $"cannot send signal to \"{Name}\": service is not running"), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task A_command_gets_its_input_and_gives_its_output_and_exit_code()
    {
        var output = await Pebble.RunAsync(new ExecRequest("tr", "a-z", "A-Z"), "foo\nBar\n");
        var failed = await Assert.ThrowsAsync<PebbleExecException>(
            () => Pebble.RunAsync(new ExecRequest("sh", "-c", "echo OUT; echo ERR >&2; exit 42")));

        Assert.Equal(new ExecOutput(0, "FOO\nBAR\n", ""), output);
        Assert.Equal((42, "OUT\n", "ERR\n"), (failed.ExitCode, failed.Stdout, failed.Stderr));
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.RunAsync(new ExecRequest("no-such-command")));

        Assert.Equal((400, "cannot find executable \"no-such-command\""), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_530)]
    [InlineData(3_000_000)]
    public async Task A_file_comes_back_as_it_was_pushed(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var path = $"{Folder}/{Name} \"{size}\"\\.bin";

        await Pebble.PushAsync(path, new MemoryStream(content));
        await using var stream = await Pebble.PullAsync(path);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);

        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task A_pushed_file_has_its_permissions_and_missing_parents_are_made_when_asked()
    {
        var path = $"{Folder}/{Name}/deep/er/file";
        var missing = await Assert.ThrowsAsync<PebblePathException>(() => Pebble.PushAsync(path, "x"));
        await Pebble.PushAsync(path, "text", new PathOptions { MakeParents = true, Permissions = (UnixFileMode)0b110_010_000 });

        var file = Assert.Single(await Pebble.ListFilesAsync($"{Folder}/{Name}/deep/er"));
        Assert.Equal(PebblePathException.NotFound, missing.Kind);
        Assert.Equal(path, missing.Path);
        Assert.Equal((path, "file", "file", 4L, "620"), (file.Path, file.Name, file.Type, file.Size, file.PermissionsText));
        Assert.Equal("text", await Pebble.PullTextAsync(path));
    }

    [Fact]
    public async Task Paths_that_cannot_be_used_say_why()
    {
        await Pebble.PushAsync($"{Folder}/{Name}", "a file");

        Assert.Equal(PebblePathException.NotFound, await KindAsync(() => Pebble.PullTextAsync($"{Folder}/nothing")));
        Assert.Equal(PebblePathException.GenericFileError, await KindAsync(() => Pebble.PullTextAsync(Folder)));
        Assert.Equal(PebblePathException.GenericFileError, await KindAsync(() => Pebble.PushAsync("relative", "x")));
        Assert.Equal(PebblePathException.GenericFileError,
            await KindAsync(() => Pebble.PushAsync($"{Folder}/{Name}/below", "x")));
        Assert.Equal(PebblePathException.GenericFileError, await KindAsync(() => Pebble.MakeDirectoryAsync($"{Folder}/{Name}")));
        Assert.Equal(PebblePathException.NotFound, await KindAsync(() => Pebble.MakeDirectoryAsync($"{Folder}/no/where")));
        Assert.Equal(PebblePathException.NotFound, await KindAsync(() => Pebble.RemovePathAsync($"{Folder}/nothing")));
        Assert.Equal(404, (await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.ListFilesAsync($"{Folder}/nothing/"))).Code);
        Assert.Null(await Pebble.FindFileAsync($"{Folder}/nothing"));
    }

    [Fact]
    public async Task Folders_are_made_listed_and_removed()
    {
        var top = $"{Folder}/{Name}";
        await Pebble.MakeDirectoryAsync($"{top}/a/b", new PathOptions { MakeParents = true });
        await Pebble.MakeDirectoryAsync($"{top}/a/b", new PathOptions { MakeParents = true });
        await Pebble.PushAsync($"{top}/a/one.conf", "1");
        await Pebble.PushAsync($"{top}/a/two.txt", "2");

        Assert.Equal(["b", "one.conf", "two.txt"], (await Pebble.ListFilesAsync($"{top}/a")).Select(f => f.Name));
        Assert.Equal(["one.conf"], (await Pebble.ListFilesAsync($"{top}/a", "*.conf")).Select(f => f.Name));
        Assert.True(Assert.Single(await Pebble.ListFilesAsync($"{top}/a", itself: true)).IsDirectory);
        Assert.Equal("/", Assert.Single(await Pebble.ListFilesAsync("/", itself: true)).Name);
        Assert.Equal(PebblePathException.GenericFileError, await KindAsync(() => Pebble.RemovePathAsync(top)));
        await Pebble.RemovePathAsync(top, recursive: true);
        await Pebble.RemovePathAsync(top, recursive: true);
        Assert.Null(await Pebble.FindFileAsync(top));
    }

    [Fact]
    public async Task A_notice_that_repeats_is_one_notice_and_comes_after_the_cursor()
    {
        var key = $"example.com/{Name}";
        var id = await Pebble.NotifyAsync(key, new Dictionary<string, string> { ["k"] = "1" });
        var first = await Pebble.GetNoticeAsync(id);
        var again = await Pebble.NotifyAsync(key, new Dictionary<string, string> { ["k"] = "2" });
        var second = Assert.Single(await Pebble.GetNoticesAsync(new NoticeFilter { Keys = [key], After = first.Cursor }));

        Assert.Equal(id, again);
        Assert.Equal((first.FirstOccurred, 1, "1"), (first.LastRepeated, first.Occurrences, first.LastData["k"]));
        Assert.Equal((2, "2"), (second.Occurrences, second.LastData["k"]));
        Assert.Empty(await Pebble.GetNoticesAsync(new NoticeFilter { Keys = [key], After = second.Cursor }));
    }

    [Fact]
    public async Task Waiting_for_a_notice_ends_when_it_comes()
    {
        var key = $"example.com/{Name}";
        var waiting = Pebble.GetNoticesAsync(new NoticeFilter { Keys = [key], Wait = TimeSpan.FromSeconds(30) });
        Assert.False(waiting.IsCompleted);

        await Pebble.NotifyAsync(key);

        Assert.Equal(key, Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(10))).Key);
        Assert.Empty(await Pebble.GetNoticesAsync(
            new NoticeFilter { Keys = ["example.com/none"], Wait = TimeSpan.FromMilliseconds(20) }));
    }

    [Fact]
    public async Task A_notice_needs_a_key_with_a_domain()
    {
        var refused = await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.NotifyAsync("nonsense"));

        Assert.Equal("invalid key \"nonsense\" (must be in \"example.com/path\" format)", refused.Message);
        Assert.Equal(404, (await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.GetNoticeAsync("999999"))).Code);
    }

    [Fact]
    public async Task Checks_are_listed_stopped_and_started()
    {
        var check = new Check { Level = CheckLevel.Ready, Period = TimeSpan.FromMinutes(10), Exec = new ExecCheck("true") };
        await Pebble.AddLayerAsync(Name, new Layer { Checks = new Dictionary<string, Check> { [Name] = check } }.ToYaml());

        var info = Assert.Single(await Pebble.GetChecksAsync(names: [Name]));
        Assert.Equal(("up", "ready", 3), (info.Status, info.Level, info.Threshold));
        Assert.True(await Pebble.IsHealthyAsync(names: [Name]));
        Assert.Equal([Name], await Pebble.StopChecksAsync([Name]));
        Assert.Empty(await Pebble.StopChecksAsync([Name]));
        Assert.Equal("inactive", Assert.Single(await Pebble.GetChecksAsync(names: [Name])).Status);
        Assert.Equal([Name], await Pebble.StartChecksAsync([Name]));
        Assert.Equal(400, (await Assert.ThrowsAsync<PebbleApiException>(() => Pebble.StartChecksAsync(["nothing"]))).Code);
    }

    private static async Task<string> KindAsync(Func<Task> call) => (await Assert.ThrowsAsync<PebblePathException>(call)).Kind;
}
