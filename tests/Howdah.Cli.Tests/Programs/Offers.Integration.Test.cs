using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>A charm of one model calls one of another, in real sandboxes.</summary>
[Collection(EngineCollection.Name)]
public sealed class OffersTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task An_offer_is_found_consumed_related_shown_and_removed()
    {
        (await Howdah.RunAsync("add-model", "street", "--no-switch")).Expect();
        Assert.Equal(
            "Application \"greeter\" endpoints [greeting] available at \"admin/default.hall\"\n",
            (await Howdah.RunAsync("offer", "default.greeter:greeting", "hall")).Expect());
        Assert.Matches("(?m)^howdah +admin/default.hall +admin +greeting:greeting$", (await Howdah.RunAsync("find-offers")).Expect());
        Assert.Matches(
            "(?m)^howdah +admin/default.hall +admin +greeting +greeting +provider$", (await Howdah.RunAsync("show-offer", "admin/default.hall")).Expect());
        Assert.Equal("Added admin/default.hall as house\n", (await Howdah.RunAsync("consume", "-m", "street", "default.hall", "house")).Expect());
        (await Howdah.RunAsync("deploy", "-m", "street", EngineFixture.Charm("caller"))).Expect();
        (await Howdah.RunAsync("integrate", "-m", "street", "caller", "house")).Expect();
        (await Howdah.RunAsync("wait-for", "application", "caller", "-m", "street", "--timeout", "60s", "--query", "status==\"active\"")).Expect();

        var status = JsonNode.Parse((await Howdah.RunAsync("status", "-m", "street", "--format", "json")).Expect())!;
        var house = status["application-endpoints"]!["house"]!;
        Assert.Equal(
            ("admin/default.hall", "active", "caller", "provider"),
            ((string?)house["url"], (string?)house["application-status"]!["current"], (string?)house["relations"]!["greeting"]![0],
                (string?)house["endpoints"]!["greeting"]!["role"]));
        Assert.Matches("(?m)^house +active +howdah +admin/default.hall$", (await Howdah.RunAsync("status", "-m", "street")).Expect());
        Assert.Matches("(?m)^hall +greeter +greeter +0 +1/1 +greeting +greeting +provider$", (await Howdah.RunAsync("status")).Expect());
        Assert.Matches(@"(?m)^hall +admin +\d+ +joined +greeting +greeting +provider$", (await Howdah.RunAsync("offers")).Expect());
        var unit = JsonNode.Parse((await Howdah.RunAsync("show-unit", "-m", "street", "caller/0", "--format", "json")).Expect())!["caller/0"]!;
        var relation = unit["relation-info"]![0]!;
        Assert.True((bool)relation["cross-model"]!);
        Assert.Equal(["house/0", "house/1"], relation["related-units"]!.AsObject().Select(related => related.Key));

        var used = await Howdah.RunAsync("remove-offer", "default.hall");
        Assert.Equal(
            (1, "ERROR cannot remove offer \"hall\": it has 1 relation; use --force to end them too\n"), (used.ExitCode, used.Error));
        (await Howdah.RunAsync("remove-offer", "default.hall", "--force", "--yes")).Expect();
        (await Howdah.RunAsync("wait-for", "application", "caller", "-m", "street", "--timeout", "60s", "--query", "status==\"blocked\"")).Expect();
        var none = await Howdah.RunAsync("find-offers");
        Assert.Equal((1, "ERROR no matching application offers found\n"), (none.ExitCode, none.Error));
        (await Howdah.RunAsync("remove-saas", "-m", "street", "house")).Expect();
        (await Howdah.RunAsync("destroy-model", "street", "--no-prompt")).Expect();
    }

    [Fact]
    public async Task Offers_need_no_names_of_their_own_and_their_relations_can_be_suspended()
    {
        (await Howdah.RunAsync("add-model", "square", "--no-switch")).Expect();
        Assert.Equal(
            "Application \"greeter\" endpoints [greeting] available at \"admin/default.greeter\"\n", (await Howdah.RunAsync("offer", "greeter:greeting")).Expect());
        Assert.Equal("Added admin/default.greeter as greeter\n", (await Howdah.RunAsync("consume", "-m", "square", "default.greeter")).Expect());
        (await Howdah.RunAsync("deploy", "-m", "square", EngineFixture.Charm("caller"))).Expect();
        (await Howdah.RunAsync("integrate", "-m", "square", "caller", "greeter")).Expect();
        await WaitAsync("active");
        var offer = JsonNode.Parse((await Howdah.RunAsync("offers", "--format", "json")).Expect())!["greeter"]!;
        var id = $"{offer["connections"]![0]!["relation-id"]}";

        (await Howdah.RunAsync("suspend-relation", id, "--message", "noon")).Expect();
        await WaitAsync("blocked");
        Assert.Matches($"(?m)^greeter +admin +{id} +suspended +greeting +greeting +provider$", (await Howdah.RunAsync("offers")).Expect());
        Assert.Matches("(?m)^greeter:greeting +caller:greeting +greeting +regular +suspended: noon$", (await Howdah.RunAsync("status", "-m", "square", "--relations")).Expect());
        Assert.Matches("(?m)^greeter +greeter +greeter +0 +0/1 +greeting ", (await Howdah.RunAsync("status")).Expect());
        (await Howdah.RunAsync("resume-relation", id)).Expect();
        await WaitAsync("active");
        var unknown = await Howdah.RunAsync("suspend-relation", "999");
        Assert.Equal((1, "ERROR relation 999 not found\n"), (unknown.ExitCode, unknown.Error));

        (await Howdah.RunAsync("remove-offer", "greeter", "--force", "--yes")).Expect();
        (await Howdah.RunAsync("destroy-model", "square", "--no-prompt")).Expect();
    }

    private async Task WaitAsync(string status) => (await Howdah.RunAsync(
        "wait-for", "application", "caller", "-m", "square", "--timeout", "60s", "--query", $"status==\"{status}\"")).Expect();
}
