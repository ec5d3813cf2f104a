using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>What owners and readers are told in the life of a secret, with time that the test puts forward.</summary>
public sealed class SecretLifeTests
{
    private const string Owner = """
        case $event in
          secret-*) echo "$unit told $event ${JUJU_SECRET_ID#secret:} $JUJU_SECRET_LABEL $JUJU_SECRET_REVISION" >> "$journal" ;;
        esac
        """;

    [Fact]
    [Trait("Acceptance", "70")]
    public async Task A_rotation_is_told_when_it_is_due_and_again_until_there_is_a_new_revision()
    {
        await using var engine = await StartAsync();
        var id = await AddAsync(engine, "--rotate hourly");

        await PassAsync(engine, TimeSpan.FromMinutes(59));
        Assert.Empty(Events(engine));
        await PassAsync(engine, TimeSpan.FromMinutes(2));
        Assert.Equal([$"secret-rotate {id} creds 1"], Events(engine));
        await PassAsync(engine, TimeSpan.FromMinutes(6));
        Assert.Equal(2, Events(engine).Count);

        await engine.ExecAsync("owner/0", $"secret-set {id} password=second");
        engine.ForgetTold();
        await PassAsync(engine, TimeSpan.FromMinutes(58));
        Assert.DoesNotContain(Events(engine), told => told.StartsWith("secret-rotate", StringComparison.Ordinal));
        await PassAsync(engine, TimeSpan.FromMinutes(3));
        Assert.Single(Events(engine), $"secret-rotate {id} creds 2");
    }

    [Fact]
    [Trait("Acceptance", "70")]
    [Trait("Acceptance", "54")]
    public async Task An_expiry_is_told_again_until_the_revision_is_removed()
    {
        await using var engine = await StartAsync();
        var id = await AddAsync(engine, "--expire 30m");

        await PassAsync(engine, TimeSpan.FromMinutes(29));
        Assert.Empty(Events(engine));
        await PassAsync(engine, TimeSpan.FromMinutes(2));
        await PassAsync(engine, TimeSpan.FromMinutes(6));
        Assert.Equal([$"secret-expired {id} creds 1", $"secret-expired {id} creds 1"], Events(engine));

        await engine.ExecAsync("owner/0", $"secret-remove {id} --revision 1");
        engine.ForgetTold();
        await PassAsync(engine, TimeSpan.FromMinutes(30));
        Assert.Empty(Events(engine));
        Assert.Empty(engine.Snapshot.Secrets);
    }

    [Fact]
    public async Task A_new_revision_ends_an_expiry_and_the_removal_of_the_newest_ends_it_too()
    {
        await using var engine = await StartAsync();
        var id = await AddAsync(engine, "--expire 30m");
        await PassAsync(engine, TimeSpan.FromMinutes(31));
        await engine.ExecAsync("owner/0", $"secret-set {id} password=second");
        engine.ForgetTold();
        await PassAsync(engine, TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(Events(engine), told => told.StartsWith("secret-expired", StringComparison.Ordinal));

        await engine.ExecAsync("owner/0", $"secret-set {id} --expire 30m");
        await PassAsync(engine, TimeSpan.FromMinutes(31));
        Assert.Contains($"secret-expired {id} creds 2", Events(engine));
        await engine.ExecAsync("owner/0", $"secret-remove {id} --revision 2");
        engine.ForgetTold();
        await PassAsync(engine, TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(Events(engine), told => told.StartsWith("secret-expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expiry_that_nobody_acts_on_does_not_keep_back_a_rotation()
    {
        await using var engine = await StartAsync();
        var id = await AddAsync(engine, "--rotate hourly --expire 1h");
        await PassAsync(engine, TimeSpan.FromMinutes(61));
        Assert.Equal([$"secret-expired {id} creds 1", $"secret-rotate {id} creds 1"], Events(engine).Order(StringComparer.Ordinal));
        await PassAsync(engine, TimeSpan.FromMinutes(6));
        Assert.Equal(2, Events(engine).Count(told => told.StartsWith("secret-rotate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_due_while_the_engine_was_down_is_told_when_it_is_up()
    {
        await using var engine = await StartAsync();
        var id = await AddAsync(engine, "--rotate daily");
        await engine.StopAsync();
        engine.Time.Advance(TimeSpan.FromDays(3));
        await engine.OpenAsync();
        await Deadline.WaitAsync("the rotation", () => Events(engine).Count > 0);
        Assert.Equal([$"secret-rotate {id} creds 1"], Events(engine));
    }

    [Fact]
    [Trait("Acceptance", "69")]
    public async Task Readers_are_told_after_the_owners_commit_and_the_owner_when_nobody_reads_the_old_revision_any_more()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: owner\nprovides: { give: { interface: gift } }", Owner + """

            [ $event = give-relation-created ] && { id=$(secret-add --label creds password=first); secret-grant $id -r $JUJU_RELATION_ID; relation-set --app secret=$id; }
            """);
        engine.AddCharm("name: reader\nrequires: { take: { interface: gift } }", Owner + """

            [ $event = take-relation-changed ] && secret-get $(relation-get secret owner --app) --label theirs
            """);
        await engine.DeployAsync("owner");
        await engine.DeployAsync("reader", 2);
        await engine.Model.AddRelationAsync("owner", "reader", CancellationToken.None);
        await engine.SettleAsync();
        var id = engine.Snapshot.Secrets.Keys.Single();

        // A change that is thrown away is told to nobody.
        await engine.ExecAsync("owner/0", $"secret-set {id} password=never; exit 1");
        await engine.SettleAsync();
        Assert.Empty(Events(engine, "reader/0"));
        await engine.ExecAsync("owner/0", $"secret-set {id} password=second");
        await engine.SettleAsync();
        Assert.Equal([$"secret-changed {id} theirs 2"], Events(engine, "reader/0"));
        Assert.Equal([$"secret-changed {id} theirs 2"], Events(engine, "reader/1"));

        Assert.Equal("password: second\n", (await engine.ExecAsync("reader/0", $"secret-get {id} --refresh")).Stdout);
        await engine.SettleAsync();
        Assert.Empty(Events(engine));
        await engine.ExecAsync("reader/1", "secret-get --label theirs --refresh");
        await engine.SettleAsync();
        Assert.Equal([$"secret-remove {id} creds 1"], Events(engine));
    }

    private static async Task<TestEngine> StartAsync()
    {
        var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: owner", Owner);
        await engine.DeployAsync("owner");
        await engine.SettleAsync();
        return engine;
    }

    private static async Task<string> AddAsync(TestEngine engine, string flags)
    {
        await engine.ExecAsync("owner/0", $"secret-add --label creds {flags} password=first");
        engine.ForgetTold();
        return engine.Snapshot.Secrets.Keys.Single();
    }

    // update-status comes after everything else that is due, so once it is told nothing else was.
    private static async Task PassAsync(TestEngine engine, TimeSpan time)
    {
        var told = engine.Told("owner/0").Count(line => line == "update-status");
        engine.Time.Advance(time > TimeSpan.FromMinutes(6) ? time : TimeSpan.FromMinutes(6));
        await Deadline.WaitAsync("update-status", () => engine.Told("owner/0").Count(line => line == "update-status") > told);
        await engine.SettleAsync();
    }

    private static List<string> Events(TestEngine engine, string unit = "owner/0") =>
        [.. engine.Told(unit).Where(line => line.StartsWith("told ", StringComparison.Ordinal)).Select(line => line["told ".Length..])];
}
