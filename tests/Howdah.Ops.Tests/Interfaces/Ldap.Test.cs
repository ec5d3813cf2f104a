using Howdah.Interfaces;
using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Interfaces;

public sealed class LdapTests
{
    private const int Id = 810;
    private readonly List<LdapGrant?> seen = [];

    private static LdapGrant Grant { get; } = new("dc=example,dc=com", "cn=relation-810,ou=services,dc=example,dc=com", "pass\"word")
    {
        Urls = ["ldap://10.0.0.1:3893"], TlsUrls = ["ldaps://10.0.0.1:3894"], StartTls = true,
    };

    private static RelationState Relation(IReadOnlyDictionary<string, string>? theirs = null) =>
        new("ldap") { Id = Id, RemoteApp = "other", RemoteAppData = theirs ?? RelationState.Empty };

    private static Scenario Directory =>
        new(c => new DirectoryCharm(c), CharmMetadataReader.Parse("name: directory\nprovides: {ldap: {interface: ldap}}"));

    private Scenario Client => new(c => new ClientCharm(c, seen.Add), CharmMetadataReader.Parse("name: db\nrequires: {ldap: {interface: ldap}}"));

    private async Task<State> GivenAsync()
    {
        var asked = await Client.RunAsync(Trigger.RelationCreated(Relation()), new State { Leader = true, Relations = [Relation()] });
        var relation = Relation(asked.State.Relation(Id).LocalAppData);
        return (await Directory.RunAsync(Trigger.RelationChanged(relation), new State { Leader = true, Relations = [relation] })).State;
    }

    [Fact]
    public async Task A_client_asks_with_its_name_and_its_models_and_only_as_the_leader()
    {
        var asked = await Client.RunAsync(Trigger.RelationCreated(Relation()), new State { Leader = true, ModelName = "prod", Relations = [Relation()] });
        var silent = await Client.RunAsync(Trigger.RelationCreated(Relation()), new State { Relations = [Relation()] });

        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "db", ["group"] = "prod" }, asked.State.Relation(Id).LocalAppData);
        Assert.Empty(silent.State.Relation(Id).LocalAppData);
        Assert.Null(seen[^1]);
    }

    [Fact]
    public async Task The_directory_answers_with_the_fields_of_the_interface_and_the_password_in_a_secret_for_this_relation_only()
    {
        var given = await GivenAsync();

        var secret = Assert.Single(given.Secrets);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["urls"] = """["ldap://10.0.0.1:3893"]""",
                ["ldaps_urls"] = """["ldaps://10.0.0.1:3894"]""",
                ["base_dn"] = "dc=example,dc=com",
                ["starttls"] = "True",
                ["bind_dn"] = "cn=relation-810,ou=services,dc=example,dc=com",
                ["bind_password_secret"] = secret.Uri,
                ["auth_method"] = "simple",
            },
            given.Relation(Id).LocalAppData);
        Assert.Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["password"] = Grant.BindPassword }, secret.Latest);
        Assert.Equal([Id], secret.Grants.Select(g => g.Relation));
    }

    [Fact]
    public async Task What_the_directory_gives_arrives_at_every_unit_of_the_client()
    {
        var given = await GivenAsync();
        var back = Relation(given.Relation(Id).LocalAppData);
        await Client.RunAsync(
            Trigger.RelationChanged(back),
            new State { Relations = [back], Secrets = [.. given.Secrets.Select(s => s with { Owner = SecretOwner.Other, Label = null })] });

        var grant = seen[^1]!;
        Assert.Equal((Grant.BaseDn, Grant.BindDn, Grant.BindPassword, true, "simple"), (grant.BaseDn, grant.BindDn, grant.BindPassword, grant.StartTls, grant.AuthMethod));
        Assert.Equal(Grant.Urls, grant.Urls);
        Assert.Equal(Grant.TlsUrls, grant.TlsUrls);
        Assert.DoesNotContain(Grant.BindPassword, grant.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_goes_with_the_relation()
    {
        var given = await GivenAsync();

        var after = await Directory.RunAsync(Trigger.RelationBroken(given.Relation(Id)), given);

        Assert.Empty(after.State.Secrets);
    }

    [Fact]
    public async Task A_password_that_was_not_granted_yet_is_waited_for()
    {
        var back = Relation((await GivenAsync()).Relation(Id).LocalAppData);

        await Client.RunAsync(Trigger.RelationChanged(back), new State { Relations = [back] });

        Assert.Null(seen[^1]);
    }

    private sealed class DirectoryCharm : Charm
    {
        public DirectoryCharm(CharmContext context)
            : base(context)
        {
            var provider = new LdapProvider(context);
            ObserveAll(provider.Events, (_, _) =>
            {
                foreach (var request in provider.GetRequests())
                {
                    provider.Publish(request, Grant);
                }

                return Task.CompletedTask;
            });
            Observe(On.Relation("ldap").Broken, e => provider.Withdraw(e.Relation), "gone");
        }
    }

    private sealed class ClientCharm : Charm
    {
        public ClientCharm(CharmContext context, Action<LdapGrant?> seen)
            : base(context)
        {
            var requirer = new LdapRequirer(context);
            ObserveAll(requirer.Events, (_, _) =>
            {
                requirer.Request();
                seen(requirer.Find());
                return Task.CompletedTask;
            });
        }
    }
}
