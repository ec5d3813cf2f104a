using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Resolving;
using Howdah.Engine.Why;

namespace Howdah.Engine.Tests.Why;

/// <summary>Why units are not active: a state of the model and what is known besides, and the reasons that are given.</summary>
public sealed class WhyNotActiveTests
{
    private const string Server = """
        name: server
        provides: { db: { interface: sql } }
        requires: { store: { interface: kv }, logs: { interface: logging, optional: true } }
        peers: { cluster: { interface: peers } }
        containers: { work: { resource: image } }
        resources: { image: { type: oci-image } }
        """;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddMinutes(10);

    private readonly Simulation _it = new();

    public WhyNotActiveTests()
    {
        _it.Deploy(Server, 2);
        _it.RunAll();
        Update(unit => unit with { Agent = new StatusInfo(AgentStatus.Idle, "", Now) });
    }

    public static TheoryData<string, string?, string?> Table => new()
    {
        // What is so; the first reason, as "kind name"; the command that helps.
        { "active", null, null },
        { "active, check fails", "check work/alive", "howdah ssh --container work server/0 /charm/bin/pebble checks" },
        { "failed", "hook config-changed", "howdah show-hook server/0 7" },
        { "failed, no journal", "hook config-changed", "howdah resolved server/0" },
        { "no place", "place ", "howdah debug-log --replay --no-tail" },
        { "allocating", "place ", null },
        { "executing", "hook start", "howdah show-hook server/0 7" },
        { "dying", "removal ", "howdah remove-unit server/0 --force" },
        { "blocked", "relation store", null },
        { "blocked, store deployed", "relation store", "howdah integrate server:store store:kv" },
        { "blocked, store related", "unit store/0", "howdah why store/0" },
        { "waiting for container", "container work", null },
        { "says option", "option size", "howdah config server size=..." },
        { "says relation, store deployed", "relation store", "howdah integrate server:store store:kv" },
        { "says relation, store related", "relation store", "howdah why store/0" },
        { "says unit", "unit server/1", "howdah why server/1" },
        { "says of another status", "relation store", null },
        { "says nonsense", "relation store", null },
        { "unknown", "relation store", null },
        { "maintenance", "charm ", "howdah debug-log --include server/0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_reason_and_a_command_are_found(string situation, string? reason, string? command)
    {
        var facts = new WhyFacts { Now = Now, Containers = ["work"], LastHook = 7 };
        foreach (var part in situation.Split(", "))
        {
            facts = Set(part, facts);
        }

        var verdict = WhyNotActive.Of(_it.Model, _it.Model.Units["server/0"], facts);
        var first = verdict.Reasons is [var most, ..] ? most : null;
        Assert.Equal((reason, command), (first is null ? null : $"{first.Kind} {first.Name}", first?.Command));
    }

    [Fact]
    public void A_failed_hook_says_how_often_since_when_and_when_it_runs_again()
    {
        _it.Change(model => Units.Update(model, "server/0", unit => unit with
        {
            Told = unit.Told with { Failure = new HookFailure(new HookInfo("install"), DateTimeOffset.UnixEpoch, 3, Now.AddSeconds(20)) },
        }));
        var verdict = WhyNotActive.Of(_it.Model, _it.Model.Units["server/0"], new WhyFacts { Now = Now, LastHook = 4, LastWord = "no such file" });

        Assert.Equal(("error", "hook failed: \"install\"", DateTimeOffset.UnixEpoch), (verdict.Status, verdict.Message, verdict.Since));
        Assert.Equal("it failed 3 times since 1970-01-01 00:00:00Z (no such file); it is run again in 20 s", verdict.Reasons.Single().Text);
    }

    private WhyFacts Set(string part, WhyFacts facts)
    {
        switch (part)
        {
            case "check fails":
                return facts with { FailedChecks = ["work/alive"] };
            case "no journal":
                return facts with { LastHook = null };
            case "failed":
                Update(unit => unit with { Told = unit.Told with { Failure = new HookFailure(new HookInfo("config-changed"), Now, 1, null) } });
                break;
            case "no place":
                Update(unit => unit with { Agent = new StatusInfo(AgentStatus.Failed, "no bubblewrap", Now) });
                break;
            case "allocating":
                Update(unit => unit with { Agent = new StatusInfo(AgentStatus.Allocating, "", Now) });
                break;
            case "executing":
                Update(unit => unit with { Agent = new StatusInfo(AgentStatus.Executing, "running start hook", Now), Workload = new StatusInfo("waiting", "", Now) });
                break;
            case "dying":
                Update(unit => unit with { Life = Life.Dying });
                break;
            case "store deployed" or "store related":
                _it.Deploy("name: store\nprovides: { kv: { interface: kv } }");
                _it.Change(model => Units.Update(model, "store/0", unit => unit with { Workload = new StatusInfo("waiting", "for itself", Now) }));
                _it.Change(model => part == "store related" ? Relations.Add(model, "server", "store", Now, out _) : model);
                break;
            case "waiting for container":
                Update(unit => unit with { Workload = new StatusInfo("waiting", "for work", Now), WorkloadSetByCharm = true });
                return facts with { Containers = [] };
            case "unknown" or "active" or "blocked" or "maintenance":
                Update(unit => unit with { Workload = new StatusInfo(part, "as said", Now), WorkloadSetByCharm = part != "unknown" });
                break;
            default:
                Say(part);
                break;
        }

        return facts;
    }

    private void Say(string part)
    {
        var need = part switch
        {
            "says option" => """{"status":"blocked","message":"as said","kind":"option","name":"size"}""",
            "says relation" => """{"status":"blocked","message":"as said","kind":"relation","name":"store"}""",
            "says unit" => """{"status":"blocked","message":"as said","kind":"unit","name":"server/1"}""",
            "says of another status" => """{"status":"waiting","message":"as said","kind":"option","name":"size"}""",
            _ => "{",
        };
        Update(unit => unit with
        {
            Workload = new StatusInfo("blocked", "as said", Now), WorkloadSetByCharm = true, State = unit.State.SetItem(CharmNeed.Key, need),
        });
    }

    private void Update(Func<UnitRecord, UnitRecord> change) => _it.Change(model => Units.Update(model, "server/0", change));
}
