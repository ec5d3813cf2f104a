using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>Storage of real sandboxes: it outlives its unit, and what is in it is found again.</summary>
[Collection(EngineCollection.Name)]
public sealed class StorageTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task What_a_unit_left_is_found_by_the_unit_that_is_given_its_storage()
    {
        (await Howdah.RunAsync("deploy", EngineFixture.Charm("keeper"))).Expect();
        await IdleAsync(1);
        var shelf = (await StorageAsync())["storage"]!.AsObject().Single(storage => storage.Key.StartsWith("shelf/", StringComparison.Ordinal)).Key;
        (await Howdah.RunAsync("ssh", "keeper/0", "echo kept > /shelf/thing")).Expect();
        Assert.Contains($"- will detach storage {shelf}", (await Howdah.RunAsync("remove-unit", "keeper/0")).Expect(), StringComparison.Ordinal);
        await IdleAsync(0);
        Assert.Matches($"(?m)^ +{shelf} +filesystem +detached", (await Howdah.RunAsync("list-storage")).Expect());

        (await Howdah.RunAsync("add-unit", "keeper", "--attach-storage", shelf)).Expect();
        await IdleAsync(1);
        Assert.Equal("kept\n", await ShellAsync("keeper/1", "cat /shelf/thing"));
        var shown = JsonNode.Parse((await Howdah.RunAsync("show-storage", shelf, "--format", "json")).Expect())![shelf]!;
        Assert.Equal("/shelf", (string?)shown["attachments"]!["units"]!["keeper/1"]!["location"]);

        var box = (await Howdah.RunAsync("add-storage", "keeper/1", "box")).Expect().Split(' ')[2];
        await IdleAsync(1, attached: 2);
        await ShellAsync("keeper/1", $"cat /shelf/thing > /var/lib/juju/storage/{box}/copy");
        Assert.Equal($"detaching {box}\n", (await Howdah.RunAsync("detach-storage", box)).Expect());
        await IdleAsync(1);
        Assert.Equal($"attaching {box} to keeper/1\n", (await Howdah.RunAsync("attach-storage", "keeper/1", box)).Expect());
        await IdleAsync(1, attached: 2);
        Assert.Equal("kept\n", await ShellAsync("keeper/1", $"cat /var/lib/juju/storage/{box}/copy"));
        (await Howdah.RunAsync("remove-application", "keeper")).Expect();
        (await Howdah.RunAsync("wait-for", "application", "keeper", "--timeout", "30s", "--query", "life==\"dead\"")).Expect();
        Assert.Equal($"removing {box}\nremoving {shelf}\n", (await Howdah.RunAsync("remove-storage", box, shelf)).Expect());
        Assert.Equal("{}\n", (await Howdah.RunAsync("storage", "--format", "json")).Expect());
    }

    /// <summary>Runs a command once the containers, which other storage starts anew, are up.</summary>
    private async Task<string> ShellAsync(string unit, string command)
    {
        var output = "";
        await Deadline.WaitAsync($"'{command}' in {unit}", TimeSpan.FromSeconds(30), async () =>
        {
            var result = await Howdah.RunAsync("ssh", unit, command);
            output = result.Output;
            return result.ExitCode == 0 ? null : result.Error;
        });
        return output;
    }

    private async Task<JsonNode> StorageAsync() => JsonNode.Parse((await Howdah.RunAsync("storage", "--format", "json")).Expect())!;

    private async Task IdleAsync(int units, int? attached = null) => await Deadline.WaitAsync($"{units} units of keeper", TimeSpan.FromSeconds(30), async () =>
    {
        var status = await Howdah.StatusAsync();
        var living = status["applications"]!["keeper"]!["units"]?.AsObject();
        var storage = status["storage"]!["storage"]?.AsObject().Count(each => each.Value!["attachments"] is not null) ?? 0;
        return (living?.Count ?? 0) == units && storage == (attached ?? units)
            && (living?.All(unit => (string?)unit.Value!["juju-status"]!["current"] == "idle") ?? true)
                ? null
                : status.ToJsonString();
    });
}
