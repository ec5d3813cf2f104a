using System.Net;
using System.Text.Json;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Identities;

public sealed class IdentitiesIntegrationTest
{
    private static async Task<string> FileAsync(TestDaemon daemon, string yaml)
    {
        var path = Path.Combine(daemon.Files, "identities.yaml");
        await File.WriteAllTextAsync(path, yaml);
        return path;
    }

    [Fact]
    public async Task The_command_line_adds_shows_updates_and_removes()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((0, "", "No identities.\n"), await daemon.CliAsync("identities"));
        Assert.Equal((0, "{\"identities\":{}}\n", ""), await daemon.CliAsync("identities", "--format=json"));
        var file = await FileAsync(daemon, $"identities:\n  mary: {{access: metrics, basic: {{password: {Callers.Hash}}}, local: {{user-id: 1001}}}}\n"
            + "  bob: {access: admin, local: {user-id: 4294967295}}\n");
        Assert.Equal((0, "Added 2 new identities.\n", ""), await daemon.CliAsync("add-identities", "--from", file));
        Assert.Equal((1, "", "error: identities already exist: bob, mary\n"),
            await daemon.CliAsync("add-identities", "--from", file));
        Assert.Equal((0, "Name   Access   Types\nbob    admin    local\nmary   metrics  local,basic\n", ""),
            await daemon.CliAsync("identities"));
        Assert.Equal((0, "access: metrics\nlocal:\n    user-id: 1001\nbasic:\n    password: '*****'\n", ""),
            await daemon.CliAsync("identity", "mary"));
        Assert.Equal((0, "{\"access\":\"admin\",\"local\":{\"user-id\":4294967295}}\n", ""),
            await daemon.CliAsync("identity", "bob", "--format", "json"));
        Assert.Equal((1, "", "error: cannot find identity \"eve\"\n"), await daemon.CliAsync("identity", "eve"));
        file = await FileAsync(daemon, "identities: {bob: {access: read, local: {user-id: 42}}}\n");
        Assert.Equal((0, "Updated 1 identity.\n", ""), await daemon.CliAsync("update-identities", "--from", file));
        file = await FileAsync(daemon, "identities: {bob: null, eve: {access: untrusted, local: {user-id: 42}}}\n");
        Assert.Equal((0, "Replaced 2 identities.\n", ""),
            await daemon.CliAsync("update-identities", "--replace", "--from", file));
        file = await FileAsync(daemon, "identities: {mary: null, eve: null}\n");
        Assert.Equal((0, "Removed 2 identities.\n", ""), await daemon.CliAsync("remove-identities", "--from", file));
        Assert.Equal("{}", (await daemon.GetAsync("/v1/identities")).GetRawText());
        Assert.Contains("\"event\":\"user_created:", daemon.Log, StringComparison.Ordinal);
        Assert.Contains(",mary\"", daemon.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("$6$", daemon.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob: {access: read}", "no identities to add; did you forget the top-level \"identities\" key?")]
    [InlineData("identities: {bob: {access: read, foo: 1}}",
        "cannot parse identities: line 1: field foo not found in type identity")]
    [InlineData("identities: {bob: {access: read, local: {user-id: x}}}",
        "cannot parse identities: user-id must be a number from 0 to 4294967295, not \"x\"")]
    [InlineData("identities: [", "cannot parse identities: yaml: line ")]
    [InlineData("", "no identities to add; did you forget the top-level \"identities\" key?")]
    public async Task A_file_that_is_not_understood_is_explained(string yaml, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (code, _, error) = await daemon.CliAsync("add-identities", "--from", await FileAsync(daemon, yaml));
        Assert.Equal(1, code);
        Assert.StartsWith($"error: {message}", error, StringComparison.Ordinal);
        Assert.Equal((1, "", "error: the required flag `--from' was not specified\n"), await daemon.CliAsync("add-identities"));
        Assert.Equal((1, "", "error: open /nowhere: no such file or directory\n"),
            await daemon.CliAsync("add-identities", "--from", "/nowhere"));
    }

    [Fact]
    public async Task Identities_outlive_the_daemon_and_a_file_at_the_start_replaces_its_own()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SendAsync(HttpMethod.Post, "/v1/identities", JsonSerializer.Serialize(new
        {
            action = "add",
            identities = new
            {
                mary = new { access = "metrics", basic = new { password = Callers.Hash } },
                bob = new { access = "read", local = new { user_id = 1 } },
            },
        }).Replace("user_id", "user-id", StringComparison.Ordinal));
        await daemon.EndAsync("KILL");
        var file = await FileAsync(daemon, "identities: {bob: {access: untrusted, local: {user-id: 2}}, eve: null}\n");
        await daemon.LaunchAsync($"--hold --identities {file}");
        Assert.Equal("""{"bob":{"access":"untrusted","local":{"user-id":2}},"mary":{"access":"metrics","basic":{"password":"*****"}}}""",
            (await daemon.GetAsync("/v1/identities")).GetRawText());
        Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(Path.Combine(daemon.Folder, ".pebble.state")));
        using var mary = Callers.Unix(daemon.Socket, "mary");
        Assert.Equal(HttpStatusCode.OK, (await mary.GetAsync("/v1/metrics")).StatusCode);
        await daemon.EndAsync();
        var (code, _, error) = await daemon.CliAsync("run", "--identities", "/nowhere");
        Assert.Equal(1, code);
        Assert.EndsWith("\ncannot run daemon: cannot set identities: open /nowhere: no such file or directory\n", error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_identity_decides_also_for_the_daemons_own_user()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var uid = Howdah.Pebble.Native.Libc.GetUid();
        var path = await FileAsync(daemon, $"identities:\n  me: {{access: read, local: {{user-id: {uid}}}}}\n"
            + $"  boss: {{access: admin, basic: {{password: {Callers.Hash}}}}}\n");
        Assert.Equal(0, (await daemon.CliAsync("add-identities", "--from", path)).Code);
        Assert.Equal("401 access denied", await daemon.RefusedAsync(HttpMethod.Get, "/v1/plan?format=yaml"));
        Assert.Equal(1, (await daemon.CliAsync("plan")).Code);
        bool IsLogged() => daemon.Log.Contains("\"event\":\"authz_fail:me,/v1/plan\"", StringComparison.Ordinal);
        await TestDaemon.UntilAsync("the refusal is logged", () => Task.FromResult(IsLogged()), () => daemon.Log);
        using var boss = Callers.Unix(daemon.Socket, "boss");
        Assert.Equal(HttpStatusCode.OK, (await boss.GetAsync("/v1/plan?format=yaml")).StatusCode);
    }

    [Theory]
    [InlineData("""{"action":"add","identities":{"a":{"access":"read","local":{"user-id":-1}}}}""", "400 cannot decode request body: ")]
    [InlineData("""{"action":"add","identities":{"a":{"access":"read"}}}""", "400 invalid identity for \"a\": identity must have at least one type")]
    [InlineData("""{"action":"x"}""", "400 invalid action \"x\", must be ")]
    public async Task Requests_that_make_no_sense_are_refused(string body, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.StartsWith(message, await daemon.RefusedAsync(HttpMethod.Post, "/v1/identities", body), StringComparison.Ordinal);
        Assert.Equal("401 access denied", await daemon.RefusedAsync(HttpMethod.Post, "/v1/pairing", """{"action":"pair"}"""));
    }

    [Fact]
    public async Task A_success_has_no_result()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (_, body) = await daemon.SendAsync(HttpMethod.Post, "/v1/identities", """{"action":"replace","identities":{"a":null}}""");
        Assert.Equal("""{"type":"sync","status-code":200,"status":"OK"}""", body.GetRawText());
    }
}
