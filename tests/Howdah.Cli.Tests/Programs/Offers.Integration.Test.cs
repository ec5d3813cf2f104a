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
}
