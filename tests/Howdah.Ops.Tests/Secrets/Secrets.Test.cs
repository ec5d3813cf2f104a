using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Secrets;

public sealed class SecretsTests
{
    private static readonly Dictionary<string, string> Old = new() { ["password"] = "old" };
    private static readonly Dictionary<string, string> New = new() { ["password"] = "new" };

    private static Task<ScenarioResult> RunAsync(State state, Action<ScriptedCharm> act) =>
        ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ => act(charm))).RunAsync(Trigger.Start, state);

    [Fact]
    public async Task A_secret_is_made_described_granted_and_found_by_its_label()
    {
        var relation = new RelationState("my-db") { RemoteApp = "other" };
        var result = await RunAsync(new State { Leader = true, Relations = [relation] }, charm =>
        {
            var options = new SecretOptions { Label = "l", Description = "d", Rotate = SecretRotation.Daily };
            var secret = charm.App.AddSecret(Old, options);
            secret.Grant(charm.Model.GetRelation("my-db")!);
            Assert.Same(secret, charm.Model.FindSecret("l"));
            Assert.Equal("old", secret.GetContent()["password"]);
            Assert.Equal(("l", "d", SecretRotation.Daily, 1),
                (secret.GetInfo().Label, secret.GetInfo().Description, secret.GetInfo().Rotation, secret.GetInfo().Revision));
        });

        var made = result.State.Secret("l");
        Assert.Equal((SecretOwner.Application, "daily"), (made.Owner, made.Rotate));
        Assert.Equal([(relation.Id, "other")], made.Grants);
    }

    [Fact]
    public async Task No_argument_of_any_command_has_a_value_of_a_secret()
    {
        var result = await RunAsync(new State { Leader = true }, charm =>
        {
            var secret = charm.App.AddSecret(new Dictionary<string, string> { ["password"] = "TOP" });
            secret.SetContent(new Dictionary<string, string> { ["password"] = "TIP" });
        });

        Assert.DoesNotContain(
            result.Commands, c =>
                c.ToString().Contains("TOP", StringComparison.Ordinal) || c.ToString().Contains("TIP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Peeking_sees_the_latest_revision_and_refreshing_moves_to_it()
    {
        var secret = new SecretState(Old) { Latest = New, LatestRevision = 2 };
        var result = await RunAsync(new State { Secrets = [secret] }, charm =>
        {
            var found = charm.Model.GetSecret(secret.Uri, "consumer-label");
            Assert.Equal("old", found.GetContent()["password"]);
            Assert.Equal("new", found.Peek()["password"]);
            Assert.Equal("old", found.GetContent()["password"]);
            Assert.Equal("new", found.Refresh()["password"]);
            Assert.Equal("new", found.GetContent()["password"]);
            Assert.Same(found, charm.Model.GetSecret(secret.Id));
        });

        Assert.Equal((2, "consumer-label"), (result.State.Secrets[0].TrackedRevision, result.State.Secrets[0].Label));
    }

    [Fact]
    public async Task Whoever_asks_for_the_latest_revision_gets_it_though_the_secret_was_met_before()
    {
        var secret = new SecretState(Old) { Latest = New, LatestRevision = 2, Label = "l" };
        var scenario = ScriptedCharm.Scenario(charm =>
        {
            charm.When(charm.On.SecretChanged, e =>
            {
                // The event has met it, without a look into it.
                Assert.Equal("new", charm.Model.GetSecret(secret.Uri, refresh: true).GetContent()["password"]);
                Assert.Equal("new", e.Secret.GetContent()["password"]);
            });
            charm.When(charm.On.Start, _ =>
            {
                Assert.Equal("old", charm.Model.FindSecret("l")!.GetContent()["password"]);
                Assert.Equal("new", charm.Model.FindSecret("l", refresh: true)!.GetContent()["password"]);
            });
        });

        var changed = await scenario.RunAsync(Trigger.SecretChanged(secret), new State { Secrets = [secret] });
        var started = await scenario.RunAsync(Trigger.Start, new State { Secrets = [secret] });

        Assert.All((ScenarioResult[])[changed, started], r => Assert.Equal(2, r.State.Secrets[0].TrackedRevision));
        Assert.Single(changed.Commands, c => c.ToString().StartsWith("secret-get", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_content_is_a_new_revision_and_equal_content_is_none()
    {
        var secret = new SecretState(Old) { Owner = SecretOwner.Application, Label = "l" };
        var result = await RunAsync(new State { Leader = true, Secrets = [secret] }, charm =>
        {
            var found = charm.Model.FindSecret("l")!;
            found.SetContent(Old);
            found.SetContent(New);
            Assert.Equal("new", found.GetContent()["password"]);
        });

        Assert.Equal(2, result.State.Secret("l").LatestRevision);
        Assert.Equal("new", result.State.Secret("l").Latest["password"]);
        Assert.Equal("old", result.State.Secret("l").Content["password"]);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_not_found() => await RunAsync(new State(), charm =>
    {
        Assert.Null(charm.Model.FindSecret("nothing"));
        Assert.Throws<SecretNotFoundException>(() => charm.Model.GetSecret("secret:00000000000000000000"));
    });

    [Fact]
    public async Task Only_the_leader_manages_what_the_application_owns()
    {
        var secret = new SecretState(Old) { Owner = SecretOwner.Application, Label = "l" };
        await RunAsync(new State { Secrets = [secret] }, charm =>
        {
            var found = charm.Model.FindSecret("l")!;
            Assert.Equal("old", found.GetContent()["password"]);
            Assert.Equal("permission denied", Assert.Throws<HookCommandException>(() => found.GetInfo()).Error);
            Assert.Equal("this unit is not the leader",
                Assert.Throws<HookCommandException>(() => charm.App.AddSecret(New)).Error);
            Assert.NotNull(charm.Unit.AddSecret(New));
        });
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("ab")]
    [InlineData("under_score")]
    [InlineData("1st")]
    public async Task A_key_that_is_none_is_refused(string key) => await RunAsync(new State { Leader = true }, charm =>
        Assert.Contains(
            $"key \"{key}\" not valid",
            Assert.Throws<ArgumentException>(() => charm.App.AddSecret(new Dictionary<string, string> { [key] = "v" })).Message,
            StringComparison.Ordinal));

    [Fact]
    public async Task Removing_it_removes_it_for_all() => Assert.Empty((await RunAsync(
        new State { Leader = true, Secrets = [new SecretState(Old) { Owner = SecretOwner.Application, Label = "l" }] },
        charm => charm.Model.FindSecret("l")!.RemoveAll())).State.Secrets);
}
