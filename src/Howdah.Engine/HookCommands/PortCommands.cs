using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>open-port</c>, <c>close-port</c>, <c>opened-ports</c>.</summary>
internal static class PortCommands
{
    private static readonly Flag Endpoints = new("endpoints", "a comma-delimited list of application endpoints to target with this operation");
    private static readonly Flag Deprecated = new("format", "deprecated format flag");

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("open-port", "<port>[/<protocol>] or <from>-<to>[/<protocol>] or icmp", "Register a request to open a port or port range",
            [Endpoints, Deprecated], call => Change(call, open: true)),
        new("close-port", "<port>[/<protocol>] or <from>-<to>[/<protocol>] or icmp", "Register a request to close a port or port range",
            [Endpoints, Deprecated], call => Change(call, open: false)),
        new("opened-ports", "", "List all ports or port ranges opened by the unit",
            [new Flag("endpoints", "display the list of target application endpoints for each port range", IsSwitch: true), .. Flag.Reading], List),
    ];

    private static ValueTask<CommandOutput> Change(Invocation call, bool open)
    {
        var port = PortText.Parse(call.Args.At(0) ?? throw HookCommandException.Usage("no port or range specified"));
        call.Args.AtMost(1);
        var context = call.Context;
        var endpoints = (call.Args.Value("endpoints") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (endpoints.FirstOrDefault(endpoint => !context.Charm.Endpoints.ContainsKey(endpoint)) is { } unknown)
        {
            throw HookCommandException.Failed($"endpoint \"{unknown}\" not found");
        }

        OpenedPort[] ports = endpoints.Length == 0 ? [port] : [.. endpoints.Select(endpoint => port with { Endpoint = endpoint })];
        if (open)
        {
            CheckConflicts(call, port);
        }

        var unit = context.Unit;
        context.Buffer(model => Units.Update(model, unit, record => record with
        {
            Ports = open
                ? [.. record.Ports.Union(ports)]
                : [.. record.Ports.Where(existing => endpoints.Length == 0
                    ? existing with { Endpoint = "" } != port
                    : !ports.Contains(existing))],
        }));
        return Invocation.Nothing();
    }

    private static ValueTask<CommandOutput> List(Invocation call)
    {
        call.Args.AtMost(0);
        var ports = call.Context.Record.Ports
            .GroupBy(port => port with { Endpoint = "" })
            .OrderBy(group => group.Key.Protocol, StringComparer.Ordinal)
            .ThenBy(group => group.Key.From)
            .Select(group => call.Args.Has("endpoints") ? $"{group.Key} ({Targets(group)})" : group.Key.ToString());
        return Invocation.Value(RelationCommands.ToArray(ports));
    }

    private static string Targets(IEnumerable<OpenedPort> ports)
    {
        var endpoints = ports.Select(port => port.Endpoint).Order(StringComparer.Ordinal).ToImmutableArray();
        return endpoints.Any(endpoint => endpoint.Length == 0) ? "*" : string.Join(", ", endpoints);
    }

    private static void CheckConflicts(Invocation call, OpenedPort port)
    {
        foreach (var existing in call.Context.Record.Ports)
        {
            if (existing.Protocol == port.Protocol && existing.From <= port.To && port.From <= existing.To
                && (existing.From, existing.To) != (port.From, port.To))
            {
                var earlier = call.Context.Seen.Units[call.Context.Unit].Ports.Contains(existing) ? "" : " requested earlier";
                throw HookCommandException.Failed(
                    $"cannot open {port} (unit \"{call.Context.Unit}\"): port range conflicts with {existing} (unit \"{call.Context.Unit}\"){earlier}");
            }
        }
    }
}
