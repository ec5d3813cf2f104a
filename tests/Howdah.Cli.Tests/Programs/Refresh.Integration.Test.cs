using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>A charm's new revision, as a user brings it in.</summary>
[Collection(EngineCollection.Name)]
public sealed class RefreshTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task An_application_takes_a_new_charm_or_goes_back_and_says_so()
    {
        using var charm = new CharmFolder("greeter");
        (await Howdah.RunAsync("deploy", charm.Path, "guest", "-n", "2")).Expect();
        await WaitAsync("guest", "hello");

        charm.Replace("dispatch", "$(config-get text)\"\n    ;;", "$(config-get text) again\"\n    ;;");
        Assert.Equal(
            "Added local charm \"greeter\", revision 1, to the model\n", (await Howdah.RunAsync("refresh", "guest", "--path", charm.Path)).Expect());
        await WaitAsync("guest", "hello again");
        Assert.Equal("local:greeter-1", (string?)(await GuestAsync())["charm"]);

        charm.Replace("dispatch", "set -e\n", "set -e\n[ \"$JUJU_HOOK_NAME\" != upgrade-charm ]\n");
        (await Howdah.RunAsync("refresh", "guest", "--path", charm.Path)).Expect();
        (await Howdah.RunAsync("wait-for", "application", "guest", "--timeout", "30s", "--query", "message!=\"hello again\"")).Expect();
        await WaitAsync("guest", "hello again");
        var guest = await GuestAsync();
        Assert.Equal("local:greeter-1", (string?)guest["charm"]);
        Assert.Equal("active", (string?)guest["application-status"]!["current"]);
        Assert.Equal(
            "hello again (refresh to local:greeter-2 rolled back: hook \"upgrade-charm\" failed on guest/1)",
            (string?)guest["application-status"]!["message"]);
        var again = await Howdah.RunAsync("refresh", "guest", "--path", charm.Path + "/nowhere");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("not found: there is no file or directory", again.Error, StringComparison.Ordinal);
        (await Howdah.RunAsync("remove-application", "guest")).Expect();
    }

    private async Task<JsonNode> GuestAsync() => (await Howdah.StatusAsync())["applications"]!["guest"]!;

    private async Task WaitAsync(string application, string message) => (await Howdah.RunAsync(
        "wait-for", "application", application, "--timeout", "30s", "--query",
        $"forEach(units, u => u.workload-message==\"{message}\" && u.agent-status==\"idle\" && u.life==\"alive\")")).Expect();
}
