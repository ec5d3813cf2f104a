using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Units;

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

    [Fact]
    public void What_is_left_out_of_an_answer_about_hooks_is_not_missed_either()
    {
        Assert.Null(Again(new ReplayRequest(), ApiJson.Default.ReplayRequest).Charm);
        Assert.Null(Again(new UnitExplanation("a/0", "active", "", [new UnitReason("hook", "runs")]), ApiJson.Default.UnitExplanation).Reasons[0].Command);
        var summary = new HookSummary { Id = 1, Hook = "start", Outcome = "running", Attempt = 1, Started = "" };
        var hook = new HookDetail
        {
            Summary = summary,
            Charm = "local:a-0",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Calls = [new HookCallDetail("is-leader")],
            Output = [],
            Writes = [new HookWriteDetail("status")],
        };
        Assert.Null(Again(hook, ApiJson.Default.HookDetail).Writes[0].After);
        var replay = new ReplayDetail { Recorded = summary, Same = true, CallCount = 0, Calls = [], Output = [] };
        Assert.Null(Again(replay, ApiJson.Default.ReplayDetail).ExitCode);
    }

    private static T Again<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type)!;
}
