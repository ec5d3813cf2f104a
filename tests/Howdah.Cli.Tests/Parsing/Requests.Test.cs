using System.Text.Json;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Tests.Parsing;

public sealed class RequestsTests
{
    [Fact]
    public void What_is_left_out_of_a_request_is_not_missed_on_the_other_side()
    {
        var deploy = JsonSerializer.Serialize(new DeployRequest("etcd", "/", 1), ApiJson.Default.DeployRequest);
        Assert.Null(JsonSerializer.Deserialize(deploy, ApiJson.Default.DeployRequest)!.Application);

        var remove = JsonSerializer.Serialize(new RemoveUnitsRequest(["a/0"]), ApiJson.Default.RemoveUnitsRequest);
        Assert.Null(JsonSerializer.Deserialize(remove, ApiJson.Default.RemoveUnitsRequest)!.Count);
    }
}
