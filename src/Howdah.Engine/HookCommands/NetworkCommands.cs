using System.Text.Json.Nodes;
using Howdah.Engine.HookCommands.Output;

namespace Howdah.Engine.HookCommands;

/// <summary><c>network-get</c>, and the deprecated <c>unit-get</c>.</summary>
internal static class NetworkCommands
{
    private static readonly string[] Attributes = ["bind-address", "egress-subnets", "ingress-address", "primary-address"];

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("network-get", "<binding-name> [options]", "Get network config",
            [
                new Flag("bind-address", "get the address for the binding on which the unit should listen", IsSwitch: true),
                new Flag("egress-subnets", "get the egress subnets for the binding", IsSwitch: true),
                new Flag("ingress-address", "get the ingress address for the binding", IsSwitch: true),
                new Flag("primary-address", "(deprecated) get the primary address for the binding", IsSwitch: true),
                .. Flag.Reading, Flag.Relation,
            ],
            Get),
        new("unit-get", "<setting>", "Print public-address or private-address", Flag.Reading, UnitGet),
    ];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        var context = call.Context;
        var relation = call.Args.Value("relation") is null ? null : RelationArguments.Relation(call);
        var binding = call.Args.At(0) ?? relation?.EndOf(context.Application)!.Endpoint ?? throw HookCommandException.Usage("no arguments specified");
        if (binding != "juju-info" && !context.Charm.Endpoints.ContainsKey(binding) && !context.Charm.ExtraBindings.Contains(binding))
        {
            throw HookCommandException.Failed($"no network config found for binding \"{binding}\"");
        }

        var address = context.Record.Address ?? "";
        var asked = Attributes.Where(call.Args.Has).ToList();
        return Invocation.Value(asked.Count switch
        {
            0 => Whole(address),
            1 => Attribute(asked[0], address),
            _ => new JsonObject(asked.Select(name => KeyValuePair.Create(name, Attribute(name, address)))),
        });
    }

    private static JsonObject Whole(string address) => new()
    {
        ["bind-addresses"] = new JsonArray(new JsonObject
        {
            ["mac-address"] = "",
            ["interface-name"] = "",
            ["addresses"] = new JsonArray(new JsonObject { ["hostname"] = "", ["value"] = address, ["cidr"] = $"{address}/32" }),
        }),
        ["egress-subnets"] = new JsonArray($"{address}/32"),
        ["ingress-addresses"] = new JsonArray(address),
    };

    private static JsonNode? Attribute(string name, string address) => name == "egress-subnets" ? new JsonArray($"{address}/32") : address;

    private static ValueTask<CommandOutput> UnitGet(Invocation call)
    {
        call.Args.AtMost(1);
        return call.Args.At(0) switch
        {
            "private-address" or "public-address" => Invocation.Value(call.Context.Record.Address),
            null => throw HookCommandException.Usage("no setting specified"),
            var other => throw HookCommandException.Usage($"unknown setting \"{other}\""),
        };
    }
}
