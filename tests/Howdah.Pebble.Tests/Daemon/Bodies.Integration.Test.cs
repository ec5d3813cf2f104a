using Howdah.Pebble.Tests.Acceptance;

namespace Howdah.Pebble.Tests.Daemon;

/// <summary>What the daemon takes as the body of a request, and what it says to what it does not take.</summary>
public sealed class BodiesIntegrationTest(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    [Theory]
    [InlineData("services", """{"ACTION":"start","services":[null]}""", "400 cannot start services: service \"\" does not exist")]
    [InlineData("checks", """{"action":"start","checks":[null]}""", "400 cannot start checks: cannot find checks in plan: ")]
    [InlineData("exec", """{"command":[null]}""", "400 cannot find executable \"\"")]
    [InlineData("exec", """{"command":["true"],"working-dir":"/a\u0000b"}""",
        "500 cannot call exec: working directory \"/a\\x00b\" does not exist")]
    [InlineData("notices", """{"action":"add","type":"custom","key":"example.com/a\n"}""",
        "400 invalid key \"example.com/a\\n\" (must be in \"example.com/path\" format)")]
    [InlineData("notices", """{"action":"add","type":"custom","key":"example.com/a","data":[]}""",
        "400 cannot decode request body: data must be an object of strings")]
    [InlineData("notices", """{"action":"add","type":"custom","key":"example.com/a","data":{"k":1}}""",
        "400 cannot decode request body: data must be an object of strings")]
    public async Task Wrong_values_are_refused_with_a_reason(string path, string body, string message) =>
        Assert.Equal(message, await shared.Daemon.RefusedAsync(HttpMethod.Post, "/v1/" + path, body));

    [Theory]
    [InlineData("exec", """{"command":["true"],"environment":{"NULL":null},"user":null}{"command":7}""")]
    [InlineData("notices",
        """{"action":"add","type":"custom","key":"example.com/a","data":{"k":null},"repeat-after":null,"other":[1]}""")]
    [InlineData("notices", """{"action":"add","type":"custom","key":"example.com/b","data":null}""")]
    [InlineData("files", """{"action":"make-dirs","dirs":[null]}""")]
    public async Task Null_other_keys_and_what_follows_the_first_value_are_no_reason(string path, string body) =>
        Assert.True((int)(await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/" + path, body)).Status is 200 or 202);

    [Fact]
    public async Task Answers_escape_what_Go_escapes() =>
        Assert.Contains("\\u003cx\\u003e\\u0026'", await shared.Raw.GetStringAsync("/v1/files?action=list&itself=true&path="
            + Uri.EscapeDataString(Directory.CreateDirectory(Path.Combine(shared.NewFolder(), "<x>&'")).FullName)), StringComparison.Ordinal);

    [Fact]
    public async Task A_body_is_not_read_without_an_end() =>
        Assert.Equal("413 cannot decode request body: request body too large",
            await shared.Daemon.RefusedAsync(HttpMethod.Post, "/v1/exec",
                $$"""{"command":["{{new string('x', 5_000_000)}}"]}"""));
}
