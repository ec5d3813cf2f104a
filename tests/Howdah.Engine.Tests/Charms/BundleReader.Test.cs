using Howdah.Engine.Bundles;

namespace Howdah.Engine.Tests.Charms;

public sealed class BundleReaderTests
{
    [Fact]
    public void A_bundle_names_applications_and_relations()
    {
        var bundle = BundleReader.Read("""
            bundle: kubernetes
            name: ha
            applications:
              etcd: { charm: etcd, scale: 1 }
              postgresql-k8s:
                charm: ./postgresql-k8s
                scale: 3
                trust: true
                options: { profile: testing, size: 3 }
                storage: { pgdata: "pool,10G,1" }
              client: { charm: client, num_units: 2 }
            relations:
              - [postgresql-k8s:etcd, etcd]
              - [postgresql-k8s:database, [client, etcd]]
            """, "bundle.yaml");
        Assert.Equal(["etcd", "postgresql-k8s", "client"], bundle.Applications.Select(application => application.Name));
        Assert.Equal((3, true, "3"), (bundle.Applications[1].Scale, bundle.Applications[1].Trust, bundle.Applications[1].Options["size"].GetRawText()));
        Assert.Equal(1, bundle.Applications[1].StorageCounts["pgdata"]);
        Assert.Equal(3, bundle.Relations.Length);
        Assert.Equal(new BundleRelation("postgresql-k8s:database", "etcd"), bundle.Relations[2]);
    }

    [Fact]
    public void Overlays_change_add_and_take_out_and_bring_offers()
    {
        var bundle = BundleReader.Read("""
            applications:
              etcd: { charm: etcd }
              db: { charm: db, scale: 3, options: { profile: testing, size: 3 } }
              client: { charm: client }
            saas: { metrics: { url: "admin/monitoring.metrics" } }
            relations:
              - [db:etcd, etcd]
              - [db:database, [client, etcd]]
            ---
            applications:
              client: null
              db: { scale: 1, options: { size: 1 }, expose: true, offers: { shared: { endpoints: [database], acl: { admin: admin } } } }
              proxy: { charm: proxy }
            relations:
              - [db:database, proxy]
              - [db:metrics, metrics]
            """, "bundle.yaml");
        Assert.Equal(["etcd", "db", "proxy"], bundle.Applications.Select(application => application.Name));
        var db = bundle.Applications[1];
        Assert.Equal((1, true, "testing", "1"), (db.Scale, db.Expose, db.Options["profile"].GetString(), db.Options["size"].GetRawText()));
        Assert.Equal<string>(["database"], db.Offers["shared"]);
        Assert.Equal("admin/monitoring.metrics", bundle.Saas["metrics"]);
        Assert.Equal(
            ["db:etcd etcd", "db:database etcd", "db:database proxy", "db:metrics metrics"],
            bundle.Relations.Select(relation => $"{relation.First} {relation.Second}"));
    }

    [Theory]
    [InlineData("applications: {a: {charm: x}}\n---\n- a", "b.yaml:3: expected a map")]
    [InlineData("applications: {a: {charm: x}}\n---\napplications: {a: {size: 1}}", "b.yaml:3: unknown key \"size\" in \"applications.a\"")]
    [InlineData("applications: {a: {charm: x, offers: {o: {}}}}", "b.yaml:1: \"applications.a.offers.o.endpoints\": is missing")]
    [InlineData("applications: {a: {charm: x}}\nsaas: {b: {}}", "b.yaml:2: \"saas.b.url\": is missing")]
    [InlineData("applications: {a: {charm: x}}\nrelation: []", "b.yaml:2: unknown key \"relation\"")]
    [InlineData("applications:\n  a:\n    charm: x\n    units: 3", "b.yaml:4: unknown key \"units\" in \"applications.a\"")]
    [InlineData("applications:\n  a: {charm: x, scale: -1}", "b.yaml:2: \"applications.a.scale\": expected 0 or more, got -1")]
    [InlineData("applications:\n  a: {scale: 1}", "b.yaml:2: \"applications.a.charm\": is missing")]
    [InlineData("name: x", "b.yaml: at least one application must be specified")]
    [InlineData("bundle: openstack\napplications: {a: {charm: x}}", "b.yaml:1: \"bundle\": bundle has an invalid type \"openstack\"")]
    [InlineData("applications: {a: {charm: x}}\nrelations: [[a, b]]",
        "b.yaml: relation [\"a\" \"b\"] refers to application \"b\" not defined in this bundle")]
    [InlineData("applications: {a: {charm: x}}\nrelations: [a]", "b.yaml:2: a relation is a list of two endpoints")]
    [InlineData("- a", "b.yaml:1: expected a map")]
    [InlineData("a: [\n", "b.yaml:2: not valid YAML: ")]
    public void What_is_wrong_in_a_bundle_is_told_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<EngineException>(() => BundleReader.Read(text, "b.yaml")).Message, StringComparison.Ordinal);
}
