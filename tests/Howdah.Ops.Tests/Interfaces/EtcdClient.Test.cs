using Howdah.Interfaces;
using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Interfaces;

public sealed class EtcdClientTests
{
    private const int Id = 800;
    private readonly List<EtcdGrant?> seen = [];

    private static RelationState Relation(string endpoint, IReadOnlyDictionary<string, string>? theirs = null) =>
        new(endpoint) { Id = Id, RemoteApp = "other", RemoteAppData = theirs ?? RelationState.Empty };

    private static Scenario Store(EtcdGrant grant) =>
        new(c => new StoreCharm(c, grant),
            CharmMetadataReader.Parse("name: etcd\nprovides: {etcd-client: {interface: etcd_client}}"));

    private Scenario Client =>
        new(c => new UserCharm(c, seen.Add), CharmMetadataReader.Parse("name: user\nrequires: {etcd: {interface: etcd_client}}"));

    [Theory]
    [InlineData(null, null)]
    [InlineData("root", "pw")]
    public async Task What_the_store_gives_arrives_at_the_client(string? user, string? password)
    {
        var asked = await Client.RunAsync(
            Trigger.RelationCreated(Relation("etcd")), new State { Leader = true, Relations = [Relation("etcd")] });
        var relation = Relation("etcd-client", asked.State.Relation(Id).LocalAppData);
        var given = await Store(
            new EtcdGrant(["http://a:2379", "http://b:2379"]) { Version = "3.4.23", Username = user, Password = password })
            .RunAsync(Trigger.RelationChanged(relation), new State { Leader = true, Relations = [relation] });
        var bag = given.State.Relation(Id).LocalAppData;
        var back = Relation("etcd", bag);
        var secrets = given.State.Secrets.Select(s => s with { Owner = SecretOwner.Other, Label = null }).ToList();
        await Client.RunAsync(Trigger.RelationChanged(back), new State { Relations = [back], Secrets = secrets });

        Assert.Equal("/service/", asked.State.Relation(Id).LocalAppData["prefix"]);
        Assert.Equal("http://a:2379,http://b:2379", bag["endpoints"]);
        Assert.Equal(user is not null, bag.ContainsKey("secret-user"));
        Assert.False(bag.ContainsKey("password"));
        var grant = seen[^1]!;
        Assert.Equal(["http://a:2379", "http://b:2379"], grant.Endpoints);
        Assert.Equal(("3.4.23", user, password), (grant.Version, grant.Username, grant.Password));
    }

    [Fact]
    public async Task A_client_without_a_relation_has_nothing()
    {
        await Client.RunAsync(Trigger.Start, new State());

        Assert.Equal([null], seen);
    }

    private sealed class StoreCharm : Charm
    {
        public StoreCharm(CharmContext context, EtcdGrant grant)
            : base(context)
        {
            var provider = new EtcdClientProvider(context);
            ObserveAll(provider.Events, (_, _) =>
            {
                foreach (var request in provider.GetRequests())
                {
                    provider.Publish(request, grant);
                }

                return Task.CompletedTask;
            });
        }
    }

    private sealed class UserCharm : Charm
    {
        public UserCharm(CharmContext context, Action<EtcdGrant?> seen)
            : base(context)
        {
            var requirer = new EtcdClientRequirer(context, "etcd");
            ObserveAll([.. requirer.Events, On.Start], (_, _) =>
            {
                requirer.Request("/service/");
                seen(requirer.Find());
                return Task.CompletedTask;
            });
        }
    }
}
