using System.Text.Json.Nodes;
using Howdah.Engine.Charms;

namespace Howdah.Engine.Tests.Charms;

public sealed class CharmReaderTests
{
    private const string Metadata = """
        name: postgresql-k8s
        summary: PostgreSQL
        containers:
          postgresql:
            resource: image
            mounts:
              - { storage: pgdata, location: /var/lib/postgresql/data }
        resources:
          image: { type: oci-image, upstream-source: x/y }
          extra: { type: file, filename: extra.tar }
        peers:
          database-peers: { interface: postgresql_peers }
        provides:
          database: { interface: postgresql_client, limit: 3 }
        requires:
          etcd: etcd_client
        extra-bindings: { replication: }
        storage:
          pgdata: { type: filesystem, location: /srv/pgdata }
          logs: { type: filesystem, multiple: { range: 0-2 } }
        """;

    [Fact]
    public void Metadata_says_what_a_charm_is_made_of()
    {
        var charm = Read(Metadata);
        Assert.Equal(["database", "database-peers", "etcd"], charm.Endpoints.Keys);
        Assert.Equal(new Endpoint("database", "postgresql_client", EndpointRole.Provider, 3, false, false), charm.Endpoints["database"]);
        Assert.Equal(("etcd_client", EndpointRole.Requirer), (charm.Endpoints["etcd"].Interface, charm.Endpoints["etcd"].Role));
        Assert.Equal(new ContainerMount("pgdata", "/var/lib/postgresql/data"), charm.Containers["postgresql"].Mounts.Single());
        Assert.Equal("/srv/pgdata", charm.Storages["pgdata"].LocationOf("pgdata/0"));
        Assert.Equal((0, 2, "/var/lib/juju/storage/logs/3"),
            (charm.Storages["logs"].MinimumCount, charm.Storages["logs"].MaximumCount, charm.Storages["logs"].LocationOf("logs/3")));
        Assert.Equal(["replication"], charm.ExtraBindings);
    }

    [Theory]
    [InlineData("summary: x", "metadata.yaml: \"name\" is missing")]
    [InlineData("name: 9lives", "metadata.yaml:1: \"name\": invalid charm name \"9lives\": use lower-case letters, digits and dashes, a letter in every part")]
    [InlineData("name: a\nprovides:\n  juju-x: { interface: i }", "metadata.yaml:3: \"provides.juju-x\": \"juju-x\" cannot be the name of an endpoint")]
    [InlineData("name: a\nprovides: { x: i }\nrequires:\n  x: i", "metadata.yaml:4: \"requires.x\": an endpoint of this name was declared already")]
    [InlineData("name: a\ncontainers:\n  c: { resource: r }", "metadata.yaml:3: \"containers.c.resource\": resource \"r\" is not declared")]
    [InlineData("name: a\nstorage:\n  s: { type: tape }", "metadata.yaml:3: \"storage.s.type\": expected filesystem or block, got \"tape\"")]
    [InlineData("name: a\nstorage:\n  ../x: { type: filesystem }", "metadata.yaml:3: \"storage.../x.name\": \"../x\" cannot be the name of a storage")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: /../oldroot }", "metadata.yaml:3: \"storage.s.location\": \"/../oldroot\" is not an absolute path")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: srv }", "metadata.yaml:3: \"storage.s.location\": \"srv\" is not an absolute path")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: /var/lib/juju/agents }", "metadata.yaml:3: \"storage.s.location\": \"/var/lib/juju/agents\" is in /var/lib/juju, which is reserved")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: /charm/container/x }", "metadata.yaml:3: \"storage.s.location\": \"/charm/container/x\" is in /charm, which is reserved")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: /srv }\n  t: { type: filesystem, location: /srv/a/b }", "metadata.yaml:3: \"storage\": \"t\" at /srv/a/b would be inside \"s\" at /srv")]
    [InlineData("name: a\nstorage:\n  s: { type: filesystem, location: /srv, multiple: { range: 0- } }\n  t: { type: filesystem, location: /srv/s/0/x }", "metadata.yaml:3: \"storage\": \"t\" at /srv/s/0/x would be inside \"s\" at /srv/s")]
    [InlineData("name: a\nresources:\n  r: { type: file, filename: .. }", "metadata.yaml:3: \"resources.r.filename\": a file resource needs a filename without \"/\"")]
    [InlineData("name: a\nresources:\n  ../r: { type: file, filename: f }", "metadata.yaml:3: \"resources.../r.name\": \"../r\" cannot be the name of a resource")]
    [InlineData("name: a\ncontainers:\n  ../../c: { bases: [] }", "metadata.yaml:3: \"containers.../../c.name\": \"../../c\" cannot be the name of a container")]
    [InlineData("name: [", "metadata.yaml:2: not valid YAML: ")]
    public void What_is_wrong_in_metadata_is_told_with_its_place(string metadata, string message) =>
        Assert.StartsWith(message, Assert.Throws<EngineException>(() => Read(metadata)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "config.yaml: invalid config: empty configuration")]
    [InlineData("options:\n  a: { default: 1 }", "config.yaml:2: \"options.a.type\": is missing")]
    [InlineData("options:\n  a: { type: int, default: x }", "config.yaml:2: \"options.a.default\": option \"a\" expected int, got \"x\"")]
    public void What_is_wrong_in_config_is_told_with_its_place(string config, string message) =>
        Assert.Equal(message, Assert.Throws<EngineException>(() => Read("name: a", config)).Message);

    [Theory]
    [InlineData(OptionType.Int, "12", "12")]
    [InlineData(OptionType.Float, "1.5", "1.5")]
    [InlineData(OptionType.Boolean, "True", "true")]
    [InlineData(OptionType.String, "true", "\"true\"")]
    [InlineData(OptionType.Secret, "secret:d0f1abcdefghijklmnop", "\"secret:d0f1abcdefghijklmnop\"")]
    public void Typed_text_becomes_a_value_of_the_options_type(OptionType type, string text, string value) =>
        Assert.Equal(value, ConfigTyping.FromText(new ConfigOption("x", type, null, ""), text).GetRawText());

    [Theory]
    [InlineData(OptionType.Int, "1.5")]
    [InlineData(OptionType.Float, "much")]
    [InlineData(OptionType.Boolean, "maybe")]
    [InlineData(OptionType.Secret, "hunter2")]
    public void Text_of_another_type_is_refused(OptionType type, string text) => Assert.Equal(
        $"option \"x\" expected {ConfigTyping.NameOf(type)}, got \"{text}\"",
        Assert.Throws<EngineException>(() => ConfigTyping.FromText(new ConfigOption("x", type, null, ""), text)).Message);

    [Fact]
    public void Defaults_of_nested_parameters_are_filled_in()
    {
        var charm = Read("name: a", actions: """
            go:
              params:
                name: { type: string, default: x }
                limits:
                  type: object
                  properties: { cpu: { type: integer, default: 2 } }
            """);
        Assert.Equal("""{"limits":{"cpu":2},"name":"x"}""", Sorted(ActionSchema.Apply(charm.Actions["go"], [])));
        Assert.Equal("""{"limits":{"cpu":4},"name":"y"}""",
            Sorted(ActionSchema.Apply(charm.Actions["go"], new JsonObject { ["name"] = "y", ["limits"] = new JsonObject { ["cpu"] = 4 } })));
    }

    private static string Sorted(JsonNode node) => Howdah.Engine.HookCommands.Output.JsonText.Write(node);

    private static Charm Read(string metadata, string? config = null, string? actions = null) =>
        CharmReader.Read(new CharmFiles(metadata, config, actions, ""));
}
