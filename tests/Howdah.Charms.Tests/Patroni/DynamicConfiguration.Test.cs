using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Patroni;

namespace Howdah.Charms.Tests.Patroni;

public sealed class DynamicConfigurationTest
{
    private static readonly DynamicConfiguration Wanted = new()
    {
        Synchronous = new(1, Strict: true),
        Parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["max_connections"] = "100", ["shared_buffers"] = null, ["wal_keep_size"] = "4096",
        },
    };

    [Fact]
    public void Nothing_is_sent_when_nothing_differs()
    {
        var current = Wanted.ToJson();
        current["a key of somebody else"] = 1;
        current["postgresql"]!["parameters"]!["max_connections"] = 100;

        Assert.Null(Wanted.Difference(current));
    }

    [Fact]
    public void Only_what_differs_is_sent()
    {
        var current = Wanted.ToJson();
        current["synchronous_mode_strict"] = false;
        current["postgresql"]!["parameters"]!["wal_keep_size"] = "1";

        Assert.Equal(
            """{"synchronous_mode_strict":true,"postgresql":{"parameters":{"wal_keep_size":"4096"}}}""",
            Wanted.Difference(current)?.ToJsonString());
    }

    [Fact]
    public void What_must_not_be_set_is_taken_back()
    {
        var current = Wanted.ToJson();
        current["postgresql"]!["parameters"]!["shared_buffers"] = "16384";

        Assert.Equal("""{"postgresql":{"parameters":{"shared_buffers":null}}}""", Wanted.Difference(current)?.ToJsonString());
    }

    [Fact]
    public void An_empty_store_gets_everything()
    {
        var all = Wanted.ToJson();
        all["postgresql"]!["parameters"]!.AsObject().Remove("shared_buffers");

        Assert.True(JsonNode.DeepEquals(all, Wanted.Difference([])));
    }
}
