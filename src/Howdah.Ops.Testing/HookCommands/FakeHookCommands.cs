using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

/// <summary>Hook commands that read and write a <see cref="State"/>, with the outputs and errors of the real ones.</summary>
internal sealed partial class FakeHookCommands(State state, CharmMetadata metadata, string unit, Trigger trigger) : IHookCommands
{
    private readonly Lock gate = new();
    private readonly string app = unit[..unit.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>What became of the state; what a failed dispatch wrote is still in it.</summary>
    public State State { get; private set; } = state;

    public List<HookCall> Calls { get; } = [];

    public List<LogLine> Logs { get; } = [];

    public List<Status> UnitStatuses { get; } = [];

    public List<Status> AppStatuses { get; } = [];

    public ActionOutcome Action { get; private set; } = new();

    public Dictionary<string, int> RequestedStorages { get; } = new(StringComparer.Ordinal);

    public List<(string Secret, int Revision)> RemovedRevisions { get; } = [];

    public HookResult Run(string command, IReadOnlyList<string> arguments, string? input = null)
    {
        lock (gate)
        {
            Calls.Add(new HookCall(command, [.. arguments]));
            try
            {
                var answer = Answer(command, new HookArguments(arguments), input);
                return new HookResult(0, answer, "");
            }
            catch (HookFailure e)
            {
                return new HookResult(e.Code, "", $"ERROR {e.Message}\n");
            }
        }
    }

    private string Answer(string command, HookArguments arguments, string? input) => command switch
    {
        "relation-ids" => RelationIds(arguments),
        "relation-list" => RelationList(arguments),
        "relation-get" => RelationGet(arguments),
        "relation-set" => RelationSet(arguments, input),
        "relation-model-get" => Json(new JsonObject { ["uuid"] = State.ModelUuid }),
        "secret-add" => SecretAdd(arguments),
        "secret-set" => SecretSet(arguments),
        "secret-get" => SecretGet(arguments),
        "secret-info-get" => SecretInfoGet(arguments),
        "secret-ids" => Json(
            new JsonArray([.. State.Secrets.Where(s => s.Owner != SecretOwner.Other).Select(s => (JsonNode)s.Id)])),
        "secret-grant" => SecretGrant(arguments),
        "secret-revoke" => SecretRevoke(arguments),
        "secret-remove" => SecretRemove(arguments),
        "is-leader" => Json(State.Leader),
        "config-get" => ConfigGet(arguments),
        "status-get" => StatusGet(arguments),
        "status-set" => StatusSet(arguments),
        "application-version-set" => Do(() => State = State with { WorkloadVersion = arguments.At(0, "no version specified") }),
        "juju-log" => Log(arguments),
        "open-port" => Do(() => State = State with { Ports = [.. State.Ports.Append(PortOf(arguments)).Distinct()] }),
        "close-port" => Do(() => State = State with { Ports = [.. State.Ports.Where(p => p != PortOf(arguments))] }),
        "opened-ports" => Json(new JsonArray([.. State.Ports.Select(p => (JsonNode)p.ToString())])),
        "network-get" => NetworkGet(arguments),
        "storage-list" => StorageList(arguments),
        "storage-get" => StorageGet(arguments),
        "storage-add" => StorageAdd(arguments),
        "resource-get" => State.Resources.GetValueOrDefault(arguments.At(0, "missing required resource name"))
            ?? throw new HookFailure("could not download resource: resource not found"),
        "goal-state" => GoalState(),
        "action-get" => trigger.ActionName is null ? throw new HookFailure("not running an action") : Json(ActionParameters()),
        "action-set" => ActionSet(arguments),
        "action-fail" => Do(() => Action = Action with { Failure = arguments.Positional.Count > 0
            ? arguments.Positional[0] : "action failed without reason given, check action for errors" }),
        "action-log" => Do(() => Action = Action with { Logs = [.. Action.Logs, arguments.At(0, "no message specified")] }),
        "state-get" => StateGet(arguments),
        "state-set" => StateSet(arguments, input),
        "state-delete" => StateDelete(arguments),
        "juju-reboot" => throw new HookFailure("juju-reboot is not supported on k8s"),
        _ => throw new HookFailure($"unknown command \"{command}\"", 2),
    };

    private static string Do(System.Action action)
    {
        action();
        return "";
    }

    private static string Json(JsonNode? value) => (value?.ToJsonString() ?? "null") + "\n";

    private static Port PortOf(HookArguments arguments) => Port.Parse(arguments.At(0, "no port or range specified"));

    private string Log(HookArguments arguments) => Do(() =>
        Logs.Add(new LogLine(arguments.Find("--log-level", "-l") ?? "INFO", arguments.At(0, "no message specified"))));

    private void Lead(string complaint)
    {
        if (!State.Leader)
        {
            throw new HookFailure(complaint);
        }
    }

    private string ConfigGet(HookArguments arguments)
    {
        var values = new JsonObject();
        foreach (var option in metadata.Options.Values.OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            if (OptionValue(option) is { } value)
            {
                values[option.Name] = value;
            }
        }

        return Json(arguments.Positional.Count > 0 ? values[arguments.Positional[0]] : values);
    }

    private JsonNode? OptionValue(OptionMetadata option) =>
        State.Config.GetValueOrDefault(option.Name) is { } set
            ? set switch
            {
                string text => JsonValue.Create(text),
                bool flag => JsonValue.Create(flag),
                double number => JsonValue.Create(number),
                IConvertible number => JsonValue.Create(number.ToInt64(CultureInfo.InvariantCulture)),
                _ => null,
            }
            : YamlValues.Default(option.Type, option.Default);

    private string StatusGet(HookArguments arguments)
    {
        if (!arguments.Has("--application"))
        {
            return Json(Describe(State.UnitStatus));
        }

        Lead("finding application status: this unit is not the leader");
        var status = Describe(State.AppStatus);
        status["units"] = new JsonObject { [unit] = Describe(State.UnitStatus) };
        return Json(new JsonObject { ["application-status"] = status });

        static JsonObject Describe(Status status) => new()
        {
            ["message"] = status.Message,
            ["status"] = status.Kind.ToString().ToLowerInvariant(),
            ["status-data"] = new JsonObject(),
        };
    }

    private string StatusSet(HookArguments arguments)
    {
        const string Usage = "invalid args, require <status> [message]";
        var word = arguments.At(0, Usage);
        if (word is not ("maintenance" or "blocked" or "waiting" or "active"))
        {
            throw new HookFailure($"invalid status \"{word}\", expected one of [maintenance blocked waiting active]");
        }

        var status = new Status(
            Enum.Parse<StatusKind>(word, ignoreCase: true), arguments.Positional.Count > 1 ? arguments.Positional[1] : "");
        if (arguments.Has("--application"))
        {
            Lead("setting application status: this unit is not the leader");
            AppStatuses.Add(status);
            State = State with { AppStatus = status };
        }
        else
        {
            UnitStatuses.Add(status);
            State = State with { UnitStatus = status };
        }

        return "";
    }

    private string NetworkGet(HookArguments arguments)
    {
        var binding = arguments.At(0, "no arguments specified");
        if (!metadata.Endpoints.ContainsKey(binding) && !metadata.ExtraBindings.Contains(binding, StringComparer.Ordinal)
            && binding != "juju-info")
        {
            throw new HookFailure($"no network config found for binding \"{binding}\"");
        }

        var network = State.Networks.GetValueOrDefault(binding)
            ?? new NetworkInfo(["192.0.2.0"], ["192.0.2.0"], ["192.0.2.0/24"]);
        return Json(new JsonObject
        {
            ["bind-addresses"] = new JsonArray(new JsonObject
            {
                ["mac-address"] = "",
                ["interface-name"] = "",
                ["addresses"] = new JsonArray(
                    [.. network.BindAddresses.Select(a => new JsonObject { ["hostname"] = "", ["value"] = a, ["cidr"] = "" })]),
            }),
            ["egress-subnets"] = new JsonArray([.. network.EgressSubnets.Select(a => (JsonNode)a)]),
            ["ingress-addresses"] = new JsonArray([.. network.IngressAddresses.Select(a => (JsonNode)a)]),
        });
    }

    private string StorageList(HookArguments arguments) => Json(new JsonArray(
    [
        .. State.Storages.Where(s => arguments.Positional.Count == 0 || s.Name == arguments.Positional[0])
            .Select(s => (JsonNode)s.Id).OrderBy(s => s.GetValue<string>(), StringComparer.Ordinal),
    ]));

    private string StorageGet(HookArguments arguments)
    {
        var id = arguments.Find("-s") ?? throw new HookFailure("no storage instance specified");
        var storage = State.Storages.FirstOrDefault(s => s.Id == id)
            ?? throw new HookFailure($"invalid value \"{id}\" for option -s: storage not found", 2);
        return Json(new JsonObject { ["kind"] = "filesystem", ["location"] = storage.Location });
    }

    private string StorageAdd(HookArguments arguments)
    {
        var parts = arguments.At(0, "storage add requires a storage directive").Split('=');
        var count = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
        RequestedStorages[parts[0]] = RequestedStorages.GetValueOrDefault(parts[0]) + count;
        return "";
    }

    private string GoalState()
    {
        var units = new JsonObject();
        for (var i = 0; i < State.PlannedUnits; i++)
        {
            units[$"{app}/{i}"] = new JsonObject { ["status"] = "active", ["since"] = "2024-05-01 10:00:00Z" };
        }

        return Json(new JsonObject { ["units"] = units, ["relations"] = new JsonObject() });
    }

    private JsonObject ActionParameters()
    {
        var all = new JsonObject();
        foreach (var parameter in metadata.Actions[trigger.ActionName!].Parameters.Values)
        {
            if (YamlValues.Default(parameter.Type, parameter.Default) is { } value)
            {
                all[parameter.Name] = value;
            }
        }

        foreach (var (key, value) in trigger.Parameters)
        {
            all[key] = value?.DeepClone();
        }

        return all;
    }

    private string ActionSet(HookArguments arguments)
    {
        var results = new Dictionary<string, string>(Action.Results, StringComparer.Ordinal);
        foreach (var argument in arguments.Positional)
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            results[argument[..at]] = argument[(at + 1)..];
        }

        return Do(() => Action = Action with { Results = results });
    }
}
