using System.Collections.Immutable;
using System.Text;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class UserSecretsTests
{
    private const string Script = """
        id=$(config-get password)
        case $event in config-changed) [ -z "$id" ] || status-set active "$(secret-get $id pass-word 2>&1)" ;;
          secret-changed) status-set active "$(secret-get $id pass-word)/$(secret-get $id pass-word --refresh)" ;;
        esac
        """;

    [Fact]
    public async Task A_charm_is_given_a_secret_in_an_option_and_told_of_its_changes()
    {
        await using var engine = await DeployedAsync();
        var id = await engine.Model.AddSecretAsync("admin", "for tests", Content("one"), CancellationToken.None);
        await SetAsync(engine, $"secret:{id}");
        Assert.Equal("ERROR permission denied", engine.Snapshot.Units["box/0"].Workload.Message);

        await engine.Model.GrantSecretAsync("admin", ["box"], CancellationToken.None);
        await SetAsync(engine, $"secret://{engine.Snapshot.Model.Uuid}/{id}");
        Assert.Equal("one", engine.Snapshot.Units["box/0"].Workload.Message);

        await engine.Model.UpdateSecretAsync(id, new SecretUpdate { Content = Content("two") }, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal("one/two", engine.Snapshot.Units["box/0"].Workload.Message);
        engine.ForgetTold();
        await engine.Model.UpdateSecretAsync($"secret:{id}", new SecretUpdate { Content = Content("two") }, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal([], engine.Told("box/0"));
        Assert.Equal([1, 2], engine.Model.GetSecret("admin").Revisions.Keys);
        Assert.Equal("one", engine.Model.RevealSecret("admin", 1)["pass-word"]);

        await engine.Model.UpdateSecretAsync("admin", new SecretUpdate { AutoPrune = true, Name = "root" }, CancellationToken.None);
        Assert.Equal([2], engine.Model.GetSecret("root").Revisions.Keys);

        await engine.Model.RevokeSecretAsync("root", ["box"], CancellationToken.None);
        Assert.Equal("ERROR permission denied\n", (await engine.ExecAsync("box/0", $"secret-get {id}")).Stderr);
        await engine.Model.RemoveSecretAsync("root", null, CancellationToken.None);
        Assert.Equal($"ERROR secret \"{id}\" not found\n", (await engine.ExecAsync("box/0", $"secret-get {id}")).Stderr);
    }

    [Fact]
    public async Task A_charm_can_read_but_neither_change_nor_look_behind_a_persons_secret()
    {
        await using var engine = await DeployedAsync();
        var id = await engine.Model.AddSecretAsync("admin", "", Content("one"), CancellationToken.None);
        await engine.Model.GrantSecretAsync("admin", ["box"], CancellationToken.None);
        foreach (var command in new[] { $"secret-set {id} key=x", $"secret-info-get {id}", $"secret-remove {id}", $"secret-revoke --app box {id}" })
        {
            Assert.Equal($"ERROR secret \"{id}\" not found\n", (await engine.ExecAsync("box/0", command)).Stderr);
        }

        Assert.Equal("", (await engine.ExecAsync("box/0", "secret-ids")).Stdout);
        var own = (await engine.ExecAsync("box/0", "secret-add own-key=x")).Stdout.Trim();
        var refused = await Assert.ThrowsAsync<EngineException>(() =>
            engine.Model.UpdateSecretAsync(own, new SecretUpdate { Description = "x" }, CancellationToken.None));
        Assert.Equal($"secret \"{own}\" belongs to a charm, and only that can change it", refused.Message);
    }

    [Fact]
    public async Task A_grant_ends_with_its_application_and_the_secret_stays()
    {
        await using var engine = await DeployedAsync();
        await engine.Model.AddSecretAsync("admin", "", Content("one"), CancellationToken.None);
        await engine.Model.GrantSecretAsync("admin", ["box"], CancellationToken.None);
        await engine.Model.RemoveApplicationAsync("box", destroyStorage: true, force: false, CancellationToken.None);
        await engine.WaitAsync("the application to go", model => model.Applications.IsEmpty);
        Assert.Empty(engine.Model.GetSecret("admin").Grants);
        await engine.StopAsync();
        await engine.OpenAsync();
        Assert.Equal("one", engine.Model.RevealSecret("admin", null)["pass-word"]);
    }

    [Theory]
    [InlineData("admin", "pass-word", "b25l", "secret with name \"admin\" already exists")]
    [InlineData("a b", "pass-word", "b25l", "invalid secret name \"a b\"")]
    [InlineData("x", "no", "b25l", "key \"no\" not valid")]
    [InlineData("x", "Pass", "b25l", "key \"Pass\" not valid")]
    [InlineData("x", "pass-word", "top secret", "the value of \"pass-word\" is not base64")]
    [InlineData("x", null, null, "missing secret value or filename")]
    public async Task What_is_no_secret_is_refused(string name, string? key, string? value, string message)
    {
        await using var engine = await TestEngine.StartAsync();
        await engine.Model.AddSecretAsync("admin", "", Content("one"), CancellationToken.None);
        var content = ImmutableSortedDictionary<string, string>.Empty;
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Model.AddSecretAsync(
            name, "", key is null ? content : content.Add(key, value!), CancellationToken.None));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Single(engine.Snapshot.Secrets);
    }

    private static async Task<TestEngine> DeployedAsync()
    {
        var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", Script, "options: { password: { type: secret } }");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        return engine;
    }

    private static async Task SetAsync(TestEngine engine, string uri)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["password"] = uri };
        await engine.Model.SetConfigAsync("box", values, [], CancellationToken.None);
        await engine.SettleAsync();
    }

    private static ImmutableSortedDictionary<string, string> Content(string password) => ImmutableSortedDictionary<string, string>.Empty.Add(
        "pass-word", Convert.ToBase64String(Encoding.UTF8.GetBytes(password)));
}
