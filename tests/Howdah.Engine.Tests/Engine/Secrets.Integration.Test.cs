using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class SecretsTests
{
    [Fact]
    public async Task A_secret_reaches_whom_it_is_granted_and_nobody_else()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: owner\nprovides: { give: { interface: gift } }", """
            case $event in
              give-relation-created)
                id=$(secret-add --label creds password=hunter2)
                secret-grant "$id" -r "$JUJU_RELATION_ID"
                relation-set --app secret="$id" ;;
              secret-remove) secret-remove "$JUJU_SECRET_ID" --revision "$JUJU_SECRET_REVISION" ;;
            esac
            """);
        engine.AddCharm("name: reader\nrequires: { take: { interface: gift } }", """
            case $event in
              take-relation-changed)
                id=$(relation-get secret "$JUJU_REMOTE_APP" --app)
                echo "$unit read $(secret-get "$id" --label theirs password)" >> "$journal" ;;
              secret-changed)
                echo "$unit old $(secret-get --label theirs password) peek $(secret-get --label theirs --peek password)" >> "$journal"
                echo "$unit new $(secret-get --label theirs --refresh password)" >> "$journal" ;;
            esac
            """);
        await engine.DeployAsync("owner");
        await engine.DeployAsync("reader");
        await engine.DeployAsync("reader", 1, "stranger");
        await engine.Model.AddRelationAsync("owner", "reader", CancellationToken.None);
        var model = await engine.SettleAsync();
        Assert.Contains("read hunter2", engine.Told("reader/0"));
        var secret = model.Secrets.Values.Single();
        Assert.Equal(("owner", "creds", 1), (secret.Owner, secret.Label, secret.Latest));
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(Path.Combine(engine.Data, "logs", "default.log")), StringComparison.Ordinal);

        var denied = await engine.ExecAsync("stranger/0", $"secret-get {secret.Id}");
        Assert.Equal((1, "ERROR permission denied\n"), (denied.ReturnCode, denied.Stderr));

        await engine.ExecAsync("owner/0", $"secret-set {secret.Id} password=correct-horse");
        await engine.WaitAsync("the old revision to go", snapshot => snapshot.Secrets[secret.Id].Revisions.Count == 1);
        Assert.Contains("old hunter2 peek correct-horse", engine.Told("reader/0"));
        Assert.Contains("new correct-horse", engine.Told("reader/0"));
        Assert.Contains("secret-remove creds", engine.Told("owner/0"));
        Assert.Equal("correct-horse", engine.Model.RevealSecret($"secret:{secret.Id}", null)["password"]);

        await engine.Model.RemoveRelationAsync("owner", "reader", CancellationToken.None);
        await engine.WaitAsync("the grant to end", snapshot => snapshot.Secrets[secret.Id].Grants.IsEmpty);
    }

    [Fact]
    public async Task What_one_dispatch_does_to_a_secret_is_one_change()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: owner");
        await engine.DeployAsync("owner", 2);
        await engine.SettleAsync();

        var task = await engine.ExecAsync("owner/0", """
            id=$(secret-add --label a --description d --expire 2030-01-01T00:00:00 --rotate daily foo=bar)
            secret-get "$id" foo
            secret-set "$id" foo=baz --label b
            secret-get --label b foo
            secret-info-get "$id" --format=json
            secret-ids --format=json
            secret-add --label b foo=bar || echo refused
            """);
        var secret = engine.Snapshot.Secrets.Values.Single();
        var lines = task.Stdout.Split('\n');
        Assert.Equal(["bar", "baz"], lines[..2]);
        Assert.Equal(
            $$$"""{"{{{secret.Id}}}":{"description":"d","expiry":"2030-01-01T00:00:00Z","label":"b","owner":"application","revision":1,"rotation":"daily"}}""",
            lines[2]);
        Assert.Equal($"[\"{secret.Id}\"]", lines[3]);
        Assert.Equal("refused", lines[4]);
        Assert.Equal("ERROR secret with label \"b\" already exists\n", task.Stderr);
        Assert.Equal(("b", 1), (secret.Label, secret.Latest));
        Assert.NotNull(secret.Rotates);

        task = await engine.ExecAsync("owner/1", $"secret-get {secret.Id} foo; secret-set {secret.Id} foo=x; secret-add foo=bar; secret-add --owner unit foo=bar");
        Assert.Equal($"baz\nsecret:{engine.Snapshot.Secrets.Values.Single(other => other.OwnedByUnit).Id}\n", task.Stdout);
        Assert.Equal($"ERROR secret \"{secret.Id}\" not found\nERROR this unit is not the leader\n", task.Stderr);

        await engine.ExecAsync("owner/0", $"secret-set {secret.Id} foo=new; secret-set {secret.Id} foo=newer; secret-get {secret.Id} foo; secret-get {secret.Id} --refresh foo");
        Assert.Equal(2, engine.Snapshot.Secrets[secret.Id].Latest);
        await engine.ExecAsync("owner/0", $"secret-remove {secret.Id}");
        Assert.DoesNotContain(secret.Id, engine.Snapshot.Secrets.Keys);
        Assert.DoesNotContain(secret.Id, engine.Snapshot.SecretContents.Keys);
    }
}
