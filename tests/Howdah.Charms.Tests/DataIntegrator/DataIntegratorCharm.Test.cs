using Howdah.Charms.DataIntegrator;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.DataIntegrator;

public sealed class DataIntegratorCharmTest
{
    private readonly Scenario _scenario = new(c => new DataIntegratorCharm(c), CharmFiles.Read("data-integrator"));
    private readonly RelationState _relation = new("postgresql") { RemoteApp = "postgresql-k8s" };
    private readonly SecretState _user = new(CharmFiles.Data(
        ("username", "relation_id_4"), ("password", "pw"), ("uris", "postgresql://relation_id_4:pw@127.60.0.10:5432/app")));

    private static Dictionary<string, object> Options(string database, string roles = "") =>
        new(StringComparer.Ordinal) { ["database-name"] = database, ["extra-user-roles"] = roles };

    private State Granted => new()
    {
        Leader = true,
        Config = Options("app"),
        Secrets = [_user],
        Relations =
        [
            _relation with
            {
                RemoteAppData = CharmFiles.Data(
                    ("database", "app"), ("endpoints", "127.60.0.10:5432"), ("read-only-endpoints", "127.60.0.11:5432"), ("version", "15.20"),
                    ("secret-user", _user.Uri)),
            },
        ],
    };

    [Fact]
    public async Task Without_a_name_it_asks_for_one()
    {
        var result = await _scenario.RunAsync(Trigger.Start, new State { Leader = true, Relations = [_relation] });

        Assert.Equal(StatusKind.Blocked, result.State.UnitStatus.Kind);
        Assert.StartsWith("Please specify either topic, index, database name", result.State.UnitStatus.Message, StringComparison.Ordinal);
        Assert.Empty(result.State.Relation(_relation).LocalAppData);
    }

    [Fact]
    public async Task Without_a_relation_it_asks_for_one()
    {
        var result = await _scenario.RunAsync(Trigger.ConfigChanged, new State { Leader = true, Config = Options("app") });

        Assert.Equal(Status.Blocked("Please relate the data-integrator with the desired product"), result.State.UnitStatus);
    }

    [Fact]
    public async Task It_asks_for_the_database_with_its_roles()
    {
        var state = new State { Leader = true, Config = Options(" app ", "admin, createdb"), Relations = [_relation] };

        var result = await _scenario.RunAsync(Trigger.RelationCreated(_relation), state);

        var asked = result.State.Relation(_relation).LocalAppData;
        Assert.Equal("app", asked["database"]);
        Assert.Equal("admin,createdb", asked["extra-user-roles"]);
        Assert.Equal(StatusKind.Waiting, result.State.UnitStatus.Kind);
    }

    [Fact]
    public async Task The_action_shows_what_was_given_under_the_keys_of_the_original()
    {
        var result = await _scenario.RunAsync(Trigger.Action("get-credentials"), Granted);

        Assert.Equal("True", result.Action.Results["ok"]);
        Assert.Equal("relation_id_4", result.Action.Results["postgresql.username"]);
        Assert.Equal("pw", result.Action.Results["postgresql.password"]);
        Assert.Equal("app", result.Action.Results["postgresql.database"]);
        Assert.Equal("127.60.0.10:5432", result.Action.Results["postgresql.endpoints"]);
        Assert.Equal("127.60.0.11:5432", result.Action.Results["postgresql.read-only-endpoints"]);
        Assert.Equal("postgresql://relation_id_4:pw@127.60.0.10:5432/app", result.Action.Results["postgresql.uris"]);
        Assert.Equal("15.20", result.Action.Results["postgresql.version"]);
    }

    [Fact]
    public async Task Of_several_relations_each_is_asked_and_shown_under_the_name_of_its_application()
    {
        var other = new RelationState("postgresql") { RemoteApp = "pgbouncer-k8s" };
        var state = Granted with { Relations = [.. Granted.Relations, other] };

        var asked = await _scenario.RunAsync(Trigger.RelationCreated(other), state);
        Assert.Equal("app", asked.State.Relation(other).LocalAppData["database"]);
        Assert.Equal(Status.Waiting("waiting for the database and its credentials from pgbouncer-k8s"), asked.State.UnitStatus);

        var granted = other with
        {
            RemoteAppData = CharmFiles.Data(
                ("database", "app"), ("endpoints", "127.60.0.20:6432"), ("username", "relation_id_9"), ("password", "other")),
        };
        var shown = await _scenario.RunAsync(Trigger.Action("get-credentials"), Granted with { Relations = [.. Granted.Relations, granted] });
        Assert.Equal("relation_id_4", shown.Action.Results["postgresql-k8s.username"]);
        Assert.Equal("relation_id_9", shown.Action.Results["pgbouncer-k8s.username"]);
    }

    [Fact]
    public async Task Other_roles_need_another_relation()
    {
        var result = await _scenario.RunAsync(Trigger.ConfigChanged, Granted with { Config = Options("app", "admin") });

        Assert.Equal(Status.Blocked("To change extra user roles, please remove relation and add it again"), result.State.UnitStatus);
    }

    [Fact]
    public async Task With_credentials_it_is_active()
    {
        var result = await _scenario.RunAsync(Trigger.UpdateStatus, Granted);

        Assert.Equal(Status.Active(), result.State.UnitStatus);
    }

    [Fact]
    public async Task Another_name_needs_another_relation()
    {
        var result = await _scenario.RunAsync(Trigger.ConfigChanged, Granted with { Config = Options("other") });

        Assert.Equal(
            Status.Blocked("To change database name: app, please remove relation and add it again"), result.State.UnitStatus);
    }

    [Theory]
    [InlineData("", false, "The database name is not set")]
    [InlineData("app", false, "There is no relation to a database")]
    [InlineData("app", true, "postgresql-k8s has not given any credentials yet")]
    public async Task The_action_says_what_is_missing(string database, bool related, string expected)
    {
        var state = new State { Leader = true, Config = Options(database), Relations = related ? [_relation] : [] };

        var failure = await Assert.ThrowsAsync<ActionFailedException>(() => _scenario.RunAsync(Trigger.Action("get-credentials"), state));

        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }
}
