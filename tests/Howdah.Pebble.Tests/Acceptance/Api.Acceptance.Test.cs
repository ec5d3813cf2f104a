using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Acceptance;

/// <summary>The shapes that the client reads.</summary>
public sealed class ApiAcceptanceTest(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    private static readonly string[] _changeKeys =
        ["id", "kind", "summary", "status", "tasks", "ready", "spawn-time", "ready-time"];
    private static readonly string[] _taskKeys = ["id", "kind", "summary", "status", "progress", "spawn-time", "ready-time"];

    private static IEnumerable<string> Keys(JsonElement json) => json.EnumerateObject().Select(p => p.Name);

    private Task AddAsync(string name, string command = "sleep 1000") =>
        shared.Client.AddLayerAsync("test",
            $"services: {{{name}: {{override: replace, command: {command}, on-failure: ignore}}}}", combine: true);

    private async Task<JsonElement> ActAsync(string action, string service)
    {
        var (_, begun) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/services", $$"""{"action":"{{action}}","services":["{{service}}"]}""");
        return await shared.Daemon.GetAsync($"/v1/changes/{begun.GetProperty("change").GetString()}/wait?timeout=30.000s");
    }

    [Fact, Trait("item", "30")]
    public async Task System_info_changes_and_tasks_have_their_keys()
    {
        Assert.Equal("v1.32.1", (await shared.Daemon.GetAsync("/v1/system-info")).GetProperty("version").GetString());
        await AddAsync("shape");
        var change = await ActAsync("start", "shape");
        Assert.Equal(_changeKeys, Keys(change));
        var task = Assert.Single(change.GetProperty("tasks").EnumerateArray());
        Assert.Equal(_taskKeys, Keys(task));
        Assert.Equal("""{"label":"","done":1,"total":1}""", task.GetProperty("progress").GetRawText());
    }

    [Fact, Trait("item", "31")]
    public async Task Changes_are_selected_by_state_and_service()
    {
        await AddAsync("selected");
        await ActAsync("start", "selected");
        async Task<int> CountAsync(string query) =>
            (await shared.Daemon.GetAsync("/v1/changes?for=selected" + query)).GetArrayLength();
        Assert.Equal((0, 0, 1, 1),
            (await CountAsync(""), await CountAsync("&select=in-progress"), await CountAsync("&select=ready"),
                await CountAsync("&select=all")));
        Assert.Equal(0, (await shared.Daemon.GetAsync("/v1/changes?select=all&for=nobody")).GetArrayLength());
        Assert.Equal("400 select should be one of: all,in-progress,ready",
            await shared.Daemon.RefusedAsync(HttpMethod.Get, "/v1/changes?select=x"));
    }

    [Fact, Trait("item", "32")]
    public async Task A_service_action_is_accepted_and_waited_for()
    {
        var mayEnd = Path.Combine(shared.NewFolder(), "may-end");
        await shared.Client.AddLayerAsync("waited", $"""
            services:
              waited:
                override: replace
                kill-delay: 20s
                command: sh -c 'trap "until test -e {mayEnd}; do sleep 0.05; done; exit" TERM; while true; do sleep 0.05; done'
            """);
        await shared.Client.StartAsync(["waited"]);
        var (status, begun) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/services", """{"action":"stop","services":["waited"]}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["type", "status-code", "status", "change", "result"], Keys(begun));
        var change = begun.GetProperty("change").GetString()!;
        Assert.Equal("504 timed out waiting for change after 1ms",
            await shared.Daemon.RefusedAsync(HttpMethod.Get, $"/v1/changes/{change}/wait?timeout=0.001s"));
        await Assert.ThrowsAsync<PebbleTimeoutException>(() => shared.Client.WaitChangeAsync(change, TimeSpan.FromMilliseconds(1)));
        var waiting = shared.Client.WaitChangeAsync(change);
        await File.WriteAllTextAsync(mayEnd, "");
        Assert.Equal("Done", (await waiting).Status);
        Assert.True((await shared.Daemon.GetAsync($"/v1/changes/{change}/wait?timeout=30.000s")).GetProperty("ready").GetBoolean());
        Assert.Equal("404 cannot find change with id \"999\"",
            await shared.Daemon.RefusedAsync(HttpMethod.Get, "/v1/changes/999/wait"));
    }

    [Fact, Trait("item", "33")]
    public async Task A_failed_change_has_its_error_and_its_tasks_have_their_logs()
    {
        await AddAsync("failing", "sh -c 'echo last words; exit 3'");
        var failure = await Assert.ThrowsAsync<PebbleChangeException>(() => shared.Client.StartAsync(["failing"]));
        Assert.Equal("cannot perform the following tasks:\n- Start service \"failing\" (service start attempt: exited quickly with code 3, will ignore)", failure.Error);
        Assert.Contains("INFO Most recent service output:\n    last words\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ERROR service start attempt: exited quickly with code 3, will ignore", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact, Trait("item", "34")]
    public async Task Layers_are_added_and_the_plan_is_YAML_in_a_string()
    {
        var (_, added) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/layers",
            """{"action":"add","combine":true,"label":"l","format":"yaml","layer":"checks: {planned: {override: replace, period: 1h, exec: {command: 'true'}}}\n"}""");
        Assert.Equal("""{"type":"sync","status-code":200,"status":"OK","result":true}""", added.GetRawText());
        Assert.Contains("    planned:\n        override: replace\n        period: 1h0m0s\n        threshold: 3\n        exec:\n            command: \"true\"\n",
            (await shared.Daemon.GetAsync("/v1/plan?format=yaml")).GetString(), StringComparison.Ordinal);
    }

    [Fact, Trait("item", "35")]
    public async Task Services_are_asked_for_by_names_joined_with_commas()
    {
        await AddAsync("one");
        await AddAsync("two");
        Assert.Equal("""[{"name":"one","startup":"disabled","current":"inactive"},{"name":"two","startup":"disabled","current":"inactive"}]""",
            (await shared.Daemon.GetAsync("/v1/services?names=two,one,nobody")).GetRawText());
    }

    [Fact, Trait("item", "36")]
    public async Task Checks_are_asked_for_by_repeated_names_and_started_and_stopped_with_a_list()
    {
        await shared.Client.AddLayerAsync("checks",
            "checks: {a: {override: replace, period: 1h, exec: {command: 'true'}}, b: {override: replace, startup: disabled, exec: {command: 'true'}}}", combine: true);
        var checks = await shared.Daemon.GetAsync("/v1/checks?names=a&names=b");
        Assert.Equal(["name", "startup", "status", "successes", "threshold", "change-id"], Keys(checks[0]));
        Assert.Equal("""{"name":"b","startup":"disabled","status":"inactive","successes":0,"threshold":3}""", checks[1].GetRawText());
        Assert.Equal(["a"], await shared.Client.StopChecksAsync(["a", "b"]));
        Assert.Empty(await shared.Client.StopChecksAsync(["a"]));
        Assert.Equal(["a", "b"], await shared.Client.StartChecksAsync(["b", "a"]));
    }

    [Fact, Trait("item", "37")]
    public async Task A_read_is_multipart_with_the_files_and_a_response()
    {
        var path = Path.Combine(shared.NewFolder(), "f");
        await File.WriteAllTextAsync(path, "--content\r\n");
        var (boundary, body) = await RawMultipart.ReadAsync(shared.Raw, path, "/nowhere");
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{path}\"\r\nContent-Type: application/octet-stream\r\n\r\n--content\r\n\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"response\"\r\nContent-Type: application/json\r\n\r\n"
            + """{"type":"sync","status-code":200,"status":"OK","result":[{"path":"PATH"},{"path":"/nowhere","error":{"message":"stat /nowhere: no such file or directory","kind":"not-found"}}]}""".Replace("PATH", path, StringComparison.Ordinal)
            + $"\n\r\n--{boundary}--\r\n", body);
    }

    [Fact, Trait("item", "38")]
    public async Task A_write_is_chunked_multipart_with_nulls_for_what_is_not_set()
    {
        var path = Path.Combine(shared.NewFolder(), "f");
        var metadata = $$"""{"action":"write","files":[{"path":"{{path}}","make-dirs":false,"permissions":null,"user-id":null,"user":null,"group-id":null,"group":null}]}""";
        var answer = await RawMultipart.WriteAsync(shared.Raw, metadata, (path, "content\r\n"));
        Assert.Equal($$"""{"type":"sync","status-code":200,"status":"OK","result":[{"path":"{{path}}"}]}""", answer.GetRawText());
        Assert.Equal("content\r\n", await File.ReadAllTextAsync(path));
    }

    [Fact, Trait("item", "39")]
    public async Task Folders_and_removals_answer_item_by_item()
    {
        var folder = shared.NewFolder();
        async Task<string> PostAsync(string body) =>
            (await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/files",
                body)).Body.GetProperty("result").GetRawText().Replace(folder, "F", StringComparison.Ordinal);
        Assert.Equal("""[{"path":"F/d"},{"path":"F/x/y","error":{"message":"mkdir F/x/y.mkdir-new: no such file or directory","kind":"not-found"}}]""",
            await PostAsync($$"""{"action":"make-dirs","dirs":[{"path":"{{folder}}/d","make-parents":false,"permissions":null,"user":null},{"path":"{{folder}}/x/y"}]}"""));
        var listed = Assert.Single((await shared.Daemon.GetAsync($"/v1/files?action=list&path={folder}")).EnumerateArray());
        Assert.Equal(["path", "name", "type", "permissions", "last-modified", "user-id", "user", "group-id", "group"],
            Keys(listed));
        Assert.Equal("""[{"path":"F/d"},{"path":"F/d","error":{"message":"remove F/d: no such file or directory","kind":"not-found"}}]""",
            await PostAsync($$"""{"action":"remove","paths":[{"path":"{{folder}}/d","recursive":false},{"path":"{{folder}}/d"}]}"""));
    }

    [Fact, Trait("item", "40")]
    public async Task Signals_go_by_name()
    {
        var file = Path.Combine(shared.NewFolder(), "hup");
        await AddAsync("signalled", $"sh -c \"trap 'touch {file}' HUP; touch {file}.ready; while :; do sleep 0.05; done\"");
        await ActAsync("start", "signalled");
        await TestDaemon.UntilAsync("the trap is set", () => Task.FromResult(File.Exists(file + ".ready")));
        var (_, sent) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/signals", """{"signal":"SIGHUP","services":["signalled"]}""");
        Assert.True(sent.GetProperty("result").GetBoolean());
        await TestDaemon.UntilAsync("the signal arrives", () => Task.FromResult(File.Exists(file)));
        Assert.Equal("500 cannot send signal to \"signalled\": invalid signal name \"SIGNOPE\"",
            await shared.Daemon.RefusedAsync(HttpMethod.Post, "/v1/signals", """{"signal":"SIGNOPE","services":["signalled"]}"""));
        await ActAsync("stop", "signalled");
    }

    [Fact, Trait("item", "45")]
    public async Task Every_error_is_JSON_with_a_message_and_every_success_has_its_content_type()
    {
        foreach (var path in (string[])["/v1/notices/999", "/v1/nope", "/v1/plan", "/v1/tasks/9/websocket/stdio",
            "/v1/files?action=list&path=/nowhere"])
        {
            using var refused = await shared.Raw.GetAsync(path);
            Assert.False(refused.IsSuccessStatusCode);
            Assert.Equal("application/json", refused.Content.Headers.ContentType!.ToString());
            var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
            Assert.NotEqual("", body.GetProperty("result").GetProperty("message").GetString());
            Assert.Equal(((int)refused.StatusCode, refused.ReasonPhrase),
                (body.GetProperty("status-code").GetInt32(), body.GetProperty("status").GetString()));
        }
        using var good = await shared.Raw.GetAsync("/v1/services");
        Assert.Equal("application/json", good.Content.Headers.ContentType!.ToString());
        Assert.Equal(404, (await Assert.ThrowsAsync<PebbleApiException>(() => shared.Client.GetNoticeAsync("999"))).Code);
    }

    [Fact, Trait("item", "46")]
    public async Task A_socket_that_is_not_there_fails_at_once()
    {
        using var client = new PebbleClient(Path.Combine(shared.NewFolder(), "none.socket"));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAsync<PebbleConnectionException>(() => client.GetSystemInfoAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, client.RequestTimeout / 2);
    }
}
