using System.Globalization;
using System.Text.Json.Nodes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>goal-state</c>: what the model is on its way to.</summary>
internal static class GoalStateCommand
{
    public static IEnumerable<HookCommand> All { get; } =
        [new("goal-state", "", "Print the status of the charm's peers and related units", Flag.Reading, Get) { DefaultFormat = "yaml" }];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(0);
        var (model, application) = (call.Context.Live, call.Context.Application);
        var relations = new JsonObject();
        foreach (var relation in model.RelationsOf(application))
        {
            var remote = relation.RemoteEndOf(application)!.Application;
            var others = model.UnitsOf(remote).Where(unit => unit.Name != call.Context.Unit).ToList();
            if (relation.IsPeer && others.Count == 0)
            {
                continue;
            }

            var endpoint = relation.EndOf(application)!.Endpoint;
            var members = relations[endpoint] as JsonObject ?? [];
            relations[endpoint] = members;
            if (!relation.IsPeer)
            {
                members[remote] = Entry(relation.IsActive ? "joined" : relation.Life == Life.Alive ? "suspended" : "dying", relation.Created);
            }

            foreach (var unit in others)
            {
                members[unit.Name] = Describe(unit);
            }
        }

        return Invocation.Value(new JsonObject
        {
            ["units"] = new JsonObject(model.UnitsOf(application).Select(unit => KeyValuePair.Create(unit.Name, (JsonNode?)Describe(unit)))),
            ["relations"] = relations,
        });
    }

    private static JsonObject Describe(UnitRecord unit) =>
        Entry(unit.Life == Life.Alive ? unit.WorkloadShown.Current : "dying", unit.WorkloadShown.Since);

    private static JsonObject Entry(string status, DateTimeOffset since) => new()
    {
        ["status"] = status,
        ["since"] = since.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}
