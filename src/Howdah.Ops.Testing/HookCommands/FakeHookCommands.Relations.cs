using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

internal sealed partial class FakeHookCommands
{
    private bool IsBroken(RelationState relation) =>
        trigger.Relation?.Id == relation.Id && trigger.DispatchPath.EndsWith("-relation-broken", StringComparison.Ordinal);

    private string RelationIds(HookArguments arguments)
    {
        var endpoint = arguments.Positional.Count > 0
            ? arguments.Positional[0]
            : trigger.Relation?.Endpoint ?? throw new HookFailure("no endpoint name specified");
        return Json(new JsonArray(
            [.. State.Relations.Where(r => r.Endpoint == endpoint && !IsBroken(r)).OrderBy(r => r.Id)
                .Select(r => (JsonNode)r.Key)]));
    }

    private string RelationList(HookArguments arguments)
    {
        var relation = Find(arguments);
        if (arguments.Has("--app"))
        {
            return Json(RemoteAppOf(relation));
        }

        return Json(new JsonArray([.. relation.RemoteUnits.Keys.Order().Select(n => (JsonNode)UnitName(relation, n))]));
    }

    private string RelationGet(HookArguments arguments)
    {
        var relation = Find(arguments);
        var member = arguments.Positional.Count > 1 ? arguments.Positional[1] : RemoteAppOf(relation);
        var bag = BagOf(relation, member);
        var key = arguments.Positional.Count > 0 ? arguments.Positional[0] : "-";
        if (key != "-")
        {
            return Json(bag.GetValueOrDefault(key));
        }

        return Json(new JsonObject(bag.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))));
    }

    private IReadOnlyDictionary<string, string> BagOf(RelationState relation, string member)
    {
        var isPeer = IsPeer(relation);
        if (member == unit)
        {
            return relation.LocalUnitData;
        }

        if (member == app)
        {
            return isPeer || State.Leader ? relation.LocalAppData : throw new HookFailure("permission denied");
        }

        if (!member.Contains('/', StringComparison.Ordinal))
        {
            return member == RemoteAppOf(relation) ? relation.RemoteAppData : throw new HookFailure("permission denied");
        }

        return relation.RemoteUnits
            .Where(u => UnitName(relation, u.Key) == member)
            .Select(u => u.Value)
            .FirstOrDefault() ?? throw new HookFailure("permission denied");
    }

    private string RelationSet(HookArguments arguments, string? input)
    {
        var relation = Find(arguments);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (arguments.Find("--file") is { } file)
        {
            var text = file == "-" ? input ?? "" : File.ReadAllText(file);
            foreach (var (key, value) in JsonNode.Parse(text)?.AsObject() ?? [])
            {
                values[key] = value!.GetValue<string>();
            }
        }

        foreach (var argument in arguments.Positional)
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            values[at < 0 ? throw new HookFailure($"expected \"key=value\", got \"{argument}\"", 2) : argument[..at]] =
                argument[(at + 1)..];
        }

        if (arguments.Has("--app"))
        {
            Lead("cannot write relation settings");
            Replace(relation, relation with { LocalAppData = Merge(relation.LocalAppData, values) });
        }
        else
        {
            Replace(relation, relation with { LocalUnitData = Merge(relation.LocalUnitData, values) });
        }

        return "";
    }

    private RelationState Find(HookArguments arguments)
    {
        var text = arguments.Find("-r", "--relation") ?? trigger.Relation?.Key
            ?? throw new HookFailure("no relation id specified", 2);
        if (!int.TryParse(text.AsSpan(text.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw new HookFailure($"invalid value \"{text}\" for option -r: invalid relation id", 2);
        }

        return State.Relations.FirstOrDefault(r => r.Id == id)
            ?? throw new HookFailure($"invalid value \"{text}\" for option -r: relation not found", 2);
    }

    private bool IsPeer(RelationState relation) => metadata.Endpoints[relation.Endpoint].Role == EndpointRole.Peer;

    private string RemoteAppOf(RelationState relation) => IsPeer(relation) ? app : relation.RemoteApp;

    private string UnitName(RelationState relation, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{RemoteAppOf(relation)}/{number}");

    private void Replace(RelationState old, RelationState now) =>
        State = State with { Relations = [.. State.Relations.Select(r => r.Id == old.Id ? now : r)] };

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> bag, Dictionary<string, string> values)
    {
        var result = new Dictionary<string, string>(bag, StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            if (value.Length == 0)
            {
                result.Remove(key);
            }
            else
            {
                result[key] = value;
            }
        }

        return result;
    }
}
