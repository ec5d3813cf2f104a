using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Cli.Tests.Programs;

/// <summary>Hooks that ran in real sandboxes, looked into and run again in one of their own.</summary>
[Collection(EngineCollection.Name)]
public sealed class HooksTests(EngineFixture engine)
{
    [Fact]
    public async Task A_hook_is_listed_shown_and_replayed_without_a_trace()
    {
        var list = JsonNode.Parse((await engine.Howdah.RunAsync("show-hook", "greeter/0", "--format", "json")).Expect())!.AsArray();
        var id = (int)list.First(hook => (string?)hook!["hook"] == "config-changed")!["id"]!;
        var text = id.ToString(CultureInfo.InvariantCulture);
        Assert.Contains("config-changed", (await engine.Howdah.RunAsync("show-hook", "greeter/0")).Expect(), StringComparison.Ordinal);
        var shown = (await engine.Howdah.RunAsync("show-hook", "greeter/0", text)).Expect();
        Assert.Contains("status-set active hello", shown, StringComparison.Ordinal);
        Assert.Contains("JUJU_UNIT_NAME=greeter/0", shown, StringComparison.Ordinal);
        Assert.StartsWith("summary:\n", (await engine.Howdah.RunAsync("show-hook", "greeter/0", text, "--format", "yaml")).Expect(), StringComparison.Ordinal);

        var replay = (await engine.Howdah.RunAsync("replay", "greeter/0", text)).Expect();
        Assert.Equal($"greeter/0 hook {text} (config-changed): exit code 0, as recorded\nHook commands: the same\nPrinted: the same\n", replay);
        Assert.False(Directory.Exists(Path.Combine(engine.Howdah.DataDirectory, "replays")));

        var other = await engine.Howdah.RunAsync("replay", "greeter/0", text, "--charm", EngineFixture.Charm("mason"));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("  - status-set active hello\n", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_says_that_all_is_well_or_what_is_missing()
    {
        Assert.StartsWith("greeter/0 is active since ", (await engine.Howdah.RunAsync("why", "greeter/0")).Expect(), StringComparison.Ordinal);
        (await engine.Howdah.RunAsync("add-model", "lonely")).Expect();
        (await engine.Howdah.RunAsync("deploy", "-m", "lonely", EngineFixture.Charm("caller"))).Expect();
        (await engine.Howdah.RunAsync(
            "wait-for", "unit", "caller/0", "-m", "lonely", "--timeout", "60s", "--query", "workload-status==\"blocked\" && agent-status==\"idle\"")).Expect();

        var why = (await engine.Howdah.RunAsync("why", "caller/0", "-m", "lonely")).Expect();
        Assert.StartsWith("caller/0 is blocked since ", why, StringComparison.Ordinal);
        Assert.Contains("  relation greeting: it has none, and no application here speaks greeting: deploy one that does\n", why, StringComparison.Ordinal);
        (await engine.Howdah.RunAsync("destroy-model", "lonely", "--no-prompt")).Expect();
    }
}
