using System.Text.Json;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Tests.StatusView;

public sealed class StatusJsonTests
{
    [Fact]
    [Trait("Acceptance", "75")]
    public void A_status_has_the_keys_that_readers_of_Jujus_JSON_need()
    {
        using var document = JsonDocument.Parse(OutputFormat.Render(OutputFormat.Json, Samples.Status(), ApiJson.Default.FullStatus));
        var root = document.RootElement;
        AssertKeys(root, "model", "machines", "applications", "application-endpoints", "offers", "storage", "relations", "controller");
        Assert.Equal("available", root.GetProperty("model").GetProperty("model-status").GetProperty("current").GetString());

        var application = root.GetProperty("applications").GetProperty("postgresql-k8s");
        AssertKeys(application, "charm", "charm-origin", "charm-name", "charm-rev", "scale", "exposed", "application-status", "relations", "version", "units");
        Assert.Equal("etcd", application.GetProperty("relations").GetProperty("etcd")[0].GetProperty("related-application").GetString());

        var unit = application.GetProperty("units").GetProperty("postgresql-k8s/0");
        AssertKeys(unit, "workload-status", "juju-status", "leader", "open-ports", "address", "provider-id");
        Assert.Equal("Primary", unit.GetProperty("workload-status").GetProperty("message").GetString());
    }

    [Fact]
    [Trait("Acceptance", "75")]
    public void Leader_is_there_only_when_it_is_true()
    {
        using var document = JsonDocument.Parse(OutputFormat.Render(OutputFormat.Json, Samples.Status(), ApiJson.Default.FullStatus));
        var units = document.RootElement.GetProperty("applications").GetProperty("postgresql-k8s").GetProperty("units");
        Assert.True(units.GetProperty("postgresql-k8s/0").GetProperty("leader").GetBoolean());
        Assert.False(units.GetProperty("postgresql-k8s/1").TryGetProperty("leader", out _));
    }

    [Fact]
    public void What_was_written_is_read_back_as_it_was()
    {
        var json = JsonSerializer.Serialize(Samples.Status(), ApiJson.Default.FullStatus);
        var again = JsonSerializer.Deserialize(json, ApiJson.Default.FullStatus);
        Assert.Equal(json, JsonSerializer.Serialize(again, ApiJson.Default.FullStatus));
    }

    private static void AssertKeys(JsonElement element, params string[] keys) =>
        Assert.Equal(string.Join(' ', keys), string.Join(' ', element.EnumerateObject().Select(property => property.Name)));
}
