using System.Text.Json.Nodes;

namespace Howdah.Engine.Tests.Acceptance;

/// <summary>The checks of the Juju contract on secrets.</summary>
public sealed class SecretConformanceTests(ConformanceEngine conform) : IClassFixture<ConformanceEngine>
{
    private const string Leader = "conform/0";

    [Fact]
    [Trait("Acceptance", "16")]
    [Trait("Acceptance", "17")]
    [Trait("Acceptance", "18")]
    public async Task A_secret_is_added_read_changed_and_removed()
    {
        var lines = (await conform.DoAsync(Leader, """
            id=$(secret-add --label label --description d key=initial); bare=${id#secret:}
            secret-info-get $id --format=json; secret-ids | grep -c "^$bare\$"
            secret-get $id key; secret-set $id key=updated; secret-get $id --peek key
            """)).Split('\n');
        var info = JsonNode.Parse(lines[0])!.AsObject().Single().Value!;
        Assert.Equal(("label", "d", 1), ((string?)info["label"], (string?)info["description"], (int)info["revision"]!));
        Assert.Equal(["1", "initial", "updated"], lines[1..]);
        var id = conform.Engine.Snapshot.Secrets.Values.Single(secret => secret.Label == "label").Id;
        await conform.DoAsync(Leader, $"secret-get {id} key; secret-set {id} key=again");
        Assert.Equal(2, conform.Engine.Snapshot.Secrets[id].Latest);
        Assert.Contains("\"description\":\"new\"", await conform.DoAsync(
            Leader, $"secret-set {id} --description new; secret-info-get --label label --format=json"), StringComparison.Ordinal);
        await conform.DoAsync(Leader, $"secret-remove {id} --revision 1");
        Assert.Equal([2], conform.Engine.Snapshot.Secrets[id].Revisions.Keys);
        await conform.DoAsync(Leader, $"secret-remove {id}");
        Assert.DoesNotContain(id, conform.Engine.Snapshot.Secrets.Keys);
    }

    [Theory]
    [Trait("Acceptance", "19")]
    [Trait("Acceptance", "20")]
    [InlineData("")]
    [InlineData("--label l")]
    [InlineData("--description 'some words'")]
    [InlineData("--expire 2020-01-01T00:00:00")]
    [InlineData("--rotate daily")]
    [InlineData("--label l --description d --expire 2020-01-01T00:00:00Z --rotate daily")]
    public async Task A_secret_is_added_with_any_of_its_flags(string flags)
    {
        var lines = (await conform.DoAsync(Leader, $"id=$(secret-add {flags} foo=bar); echo $id; secret-get $id foo; secret-info-get $id --format=json")).Split('\n');
        var (id, info) = (lines[0]["secret:".Length..], JsonNode.Parse(lines[2])!.AsObject().Single().Value!);
        Assert.Equal(("bar", 1), (lines[1], (int)info["revision"]!));
        Assert.Equal(flags.Contains("--expire", StringComparison.Ordinal) ? "2020-01-01T00:00:00Z" : null, (string?)info["expiry"]);
        Assert.Equal(flags.Contains("--rotate", StringComparison.Ordinal) ? "daily" : null, (string?)info["rotation"] is "never" ? null : (string?)info["rotation"]);
        Assert.Null(info["rotates"]);
        var later = JsonNode.Parse(await conform.DoAsync(Leader, $"secret-info-get {id} --format=json"))![id]!;
        Assert.Equal(flags.Contains("--rotate", StringComparison.Ordinal), later["rotates"] is not null);
        await conform.DoAsync(Leader, $"secret-remove {id}");
    }

    [Fact]
    [Trait("Acceptance", "21")]
    [Trait("Acceptance", "22")]
    public async Task The_last_of_several_changes_counts_by_id_and_by_label()
    {
        var id = (await conform.DoAsync(Leader, "secret-add --label first key=one"))["secret:".Length..];
        Assert.Equal("four", await conform.DoAsync(Leader, $"""
            secret-set {id} key=two; secret-set {id} --description d1; secret-set {id} key=three --label second
            secret-set {id} --description d2 --rotate hourly; secret-set {id} --rotate weekly key=four
            secret-get --label second --peek key
            """));
        var secret = conform.Engine.Snapshot.Secrets[id];
        Assert.Equal(("second", "d2", "weekly", 2), (secret.Label, secret.Description, secret.Rotate, secret.Latest));
        Assert.Equal("four", conform.Engine.Model.RevealSecret(id, null)["key"]);
        Assert.Equal("five", await conform.DoAsync(Leader, $"secret-set {id} key=five --label third; secret-get --label third --peek key"));
        await conform.DoAsync(Leader, $"secret-remove {id}");
    }

    [Fact]
    [Trait("Acceptance", "23")]
    [Trait("Acceptance", "24")]
    public async Task Who_does_not_lead_adds_none_and_a_grant_lasts_until_it_is_revoked()
    {
        var refused = await conform.Engine.ExecAsync("conform/1", "secret-add --owner application key=value");
        Assert.Contains("not the leader", refused.Stderr, StringComparison.Ordinal);

        var relation = conform.Engine.Snapshot.Relations.Values.Single(each => !each.IsPeer).Id;
        var id = (await conform.DoAsync(Leader, $"id=$(secret-add key=value); secret-grant $id -r anycharm:{relation}; echo $id"))["secret:".Length..];
        Assert.Equal("value", await conform.DoAsync("other/0", $"secret-get {id} key"));
        await conform.DoAsync(Leader, $"secret-revoke {id} -r anycharm:{relation}");
        Assert.Equal("ERROR permission denied\n", (await conform.Engine.ExecAsync("other/0", $"secret-get {id} key")).Stderr);
        await conform.DoAsync(Leader, $"secret-remove {id}");
    }
}
