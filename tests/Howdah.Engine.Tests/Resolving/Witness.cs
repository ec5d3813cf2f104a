using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.Resolving;

/// <summary>Hears all that charms are told, and knows what the contract owes them (4.1 to 4.4); it asks neither the resolver nor a unit's own record.</summary>
internal sealed class Witness
{
    private const string Storage = "storage";

    private readonly Dictionary<string, List<Heard>> _heard = new(StringComparer.Ordinal);
    private readonly HashSet<(string Unit, string Hook, int? Relation, string? About)> _broke = [];
    private readonly Dictionary<string, int> _leadershipsLost = new(StringComparer.Ordinal);

    /// <summary>A hook of the unit succeeded; its charm saw the model as it was when the hook began.</summary>
    public void Told(string unit, HookInfo hook, ModelSnapshot seen)
    {
        var remote = hook.RelationId is { } id ? seen.Relations.GetValueOrDefault(id) : null;
        HeardBy(unit).Add(new Heard(
            hook,
            hook.RemoteUnit is { } member ? remote?.Members.GetValueOrDefault(member)?.Databag.Version
                : hook.RemoteApplication is { } application ? remote?.Applications.GetValueOrDefault(application)?.Version ?? 0 : null,
            seen.Units.TryGetValue(unit, out var record) ? Configuration(seen, record) : null,
            _broke.Remove(Key(unit, hook))));
    }

    /// <summary>
    /// A hook of the unit failed, or the engine died under it: its charm may have acted on it, so it is owed it again, whatever became of its
    /// reason, or the end of it.
    /// </summary>
    public void Broke(string unit, HookInfo hook) => _broke.Add(Key(unit, hook));

    public void LostLeadership(string unit) => _leadershipsLost[unit] = _leadershipsLost.GetValueOrDefault(unit) + 1;

    /// <summary>Checks what a unit heard that is removed now.</summary>
    public void Gone(UnitRecord unit)
    {
        var names = HeardBy(unit.Name).Select(heard => heard.Hook.Name).ToList();
        if (!unit.Force && names.Contains("install"))
        {
            Assert.Equal(["stop", "remove"], names.TakeLast(2));
            var storages = HeardBy(unit.Name).GroupBy(heard => heard.Hook.StorageId).Where(group => group.Key is not null);
            Assert.All(storages, storage => Assert.Equal(HookKind.StorageDetaching, storage.Last().Hook.Kind));
            CheckNoStorageLeftHalfTold(unit.Name);
            var left = HeardBy(unit.Name).Where(heard => heard.Hook.RelationId is not null).GroupBy(heard => (heard.Hook.RelationId, heard.Hook.RemoteUnit));
            Assert.All(left, each => Assert.True(
                each.Key.RemoteUnit is null || each.Last().Hook.Kind == HookKind.RelationDeparted, $"{unit.Name} did not hear the end of {each.Key}"));
        }

        CheckOrder(unit.Name);
        _heard.Remove(unit.Name);
        _leadershipsLost.Remove(unit.Name);
    }

    /// <summary>Checks what the units heard that live, when nothing is owed any more.</summary>
    public void Check(ModelSnapshot model)
    {
        foreach (var unit in model.Units.Values)
        {
            CheckOrder(unit.Name);
            CheckNoStorageLeftHalfTold(unit.Name);
            var heard = HeardBy(unit.Name);
            Assert.Single(heard, each => each.Hook.Name == "install");
            Assert.Single(heard, each => each.Hook.Name == "start");
            Assert.Equal(Configuration(model, unit), heard.Last(each => each.Hook.Name == "config-changed").Configuration);
            Assert.True(!model.IsLeader(unit) || heard.Exists(each => each.Hook.Name == "leader-elected"), $"{unit.Name} leads and was not told");
            Assert.Equal(
                model.StoragesOf(unit.Name).Select(storage => storage.Id),
                heard.Where(each => each.Hook.StorageId is not null).GroupBy(each => each.Hook.StorageId!)
                    .Where(storage => storage.Last().Hook.Kind == HookKind.StorageAttached).Select(storage => storage.Key).Order(StringComparer.Ordinal));
            foreach (var relation in model.RelationsOf(unit.Application))
            {
                CheckUpToDate(unit, relation, [.. heard.Where(each => each.Hook.RelationId == relation.Id)]);
            }
        }
    }

    private static void CheckUpToDate(UnitRecord unit, RelationRecord relation, List<Heard> heard)
    {
        heard = Lives(heard).LastOrDefault() ?? [];
        if (relation.Suspended is not null)
        {
            Assert.True(heard is [] or [.., { Hook.Kind: HookKind.RelationBroken }], $"{unit.Name} did not hear that {relation} is suspended");
            return;
        }

        Assert.Single(heard, each => each.Hook.Kind == HookKind.RelationCreated);
        var remote = relation.RemoteEndOf(unit.Application)!.Application;
        var application = heard.LastOrDefault(each => each.Hook is { Kind: HookKind.RelationChanged, RemoteUnit: null });
        Assert.Equal(relation.Applications.GetValueOrDefault(remote)?.Version ?? 0, application?.Version ?? 0);
        var members = relation.Members.Where(member => member.Value.InScope && member.Key != unit.Name
            && member.Key.StartsWith($"{remote}/", StringComparison.Ordinal));
        var known = heard.Where(each => each.Hook.RemoteUnit is not null).GroupBy(each => each.Hook.RemoteUnit!)
            .Select(group => (Unit: group.Key, group.Last().Hook.Kind, group.Last().Version))
            .Where(each => each.Kind != HookKind.RelationDeparted);
        Assert.Equal(
            members.Select(member => (member.Key, HookKind.RelationChanged, (long?)member.Value.Databag.Version)),
            known.OrderBy(each => each.Unit, StringComparer.Ordinal));
    }

    private void CheckOrder(string unit)
    {
        var heard = HeardBy(unit);
        foreach (var once in (string[])["install", "start", "stop", "remove"])
        {
            Assert.True(heard.Count(each => each.Hook.Name == once) <= 1, $"{unit} heard {once} twice");
        }

        Assert.True(heard.Count == 0 || heard[0].Hook.Name == "install", $"{unit} heard something before install");
        Assert.True(
            heard.Count(each => each.Hook.Name == "leader-elected") <= 1 + _leadershipsLost.GetValueOrDefault(unit), $"{unit} was elected twice");
        var start = heard.FindIndex(each => each.Hook.Name == "start");
        Assert.DoesNotContain(heard.Take(start < 0 ? heard.Count : start), each =>
            each.Hook.Kind is HookKind.RelationJoined or HookKind.RelationChanged or HookKind.Plain && each.Hook.Name == "update-status");
        Assert.True(start <= 0 || heard.Take(start).Any(each => each.Hook.Name == "config-changed"), $"{unit} started without its configuration");
        AssertNews(unit, null, heard.Where(each => each.Hook.Name == "config-changed").Select(each => (each.Configuration, each.IsRetry)));
        foreach (var storage in heard.Where(each => each.Hook.StorageId is not null).GroupBy(each => each.Hook.StorageId))
        {
            CheckStorage($"{unit} about {storage.Key}", storage);
        }

        foreach (var life in heard.Where(each => each.Hook.RelationId is not null).GroupBy(each => each.Hook.RelationId).SelectMany(Lives))
        {
            CheckOrder(unit, life);
        }
    }

    // A relation that is suspended has a life before and one after.
    private static IEnumerable<List<Heard>> Lives(IEnumerable<Heard> relation)
    {
        var life = new List<Heard>();
        foreach (var each in relation)
        {
            life.Add(each);
            if (each.Hook.Kind == HookKind.RelationBroken)
            {
                yield return life;
                life = [];
            }
        }

        if (life.Count > 0)
        {
            yield return life;
        }
    }

    private static void CheckOrder(string unit, List<Heard> relation)
    {
        var kinds = relation.ConvertAll(each => each.Hook.Kind);
        Assert.True(kinds.Count(kind => kind == HookKind.RelationCreated) <= 1, $"{unit} heard created twice");
        Assert.True(kinds.IndexOf(HookKind.RelationCreated) <= 0, $"{unit} heard of a relation before its created");
        Assert.True(kinds.IndexOf(HookKind.RelationBroken) is var end && (end < 0 || end == kinds.Count - 1), $"{unit} heard of a relation after its end");
        AssertNews(unit, "0", relation.Where(each => each.Hook is { Kind: HookKind.RelationChanged, RemoteUnit: null }).Select(each => ($"{each.Version}", false))!);
        foreach (var (joined, next) in relation.Zip(relation.Skip(1)).Where(pair => pair.First.Hook.Kind == HookKind.RelationJoined))
        {
            Assert.True(
                next.Hook.Kind == HookKind.RelationDeparted
                || (next.Hook.Kind == HookKind.RelationChanged && next.Hook.RemoteUnit == joined.Hook.RemoteUnit),
                $"{unit} heard {next.Hook.Name} right after {joined.Hook.Name}");
        }

        foreach (var member in relation.Where(each => each.Hook.RemoteUnit is not null).GroupBy(each => each.Hook.RemoteUnit!))
        {
            CheckMember($"{unit} about {member.Key}", [.. member]);
        }
    }

    // attached, then detaching; and perhaps all that again. An attached that broke off is followed by detaching too.
    private static void CheckStorage(string who, IEnumerable<Heard> storage)
    {
        var isIn = false;
        foreach (var each in storage)
        {
            var attaches = each.Hook.Kind == HookKind.StorageAttached;
            Assert.True(attaches ? !isIn : isIn || each.IsRetry, $"{who}: {each.Hook.Name} out of order");
            isIn = attaches;
        }
    }

    // A charm under which the engine died may have attached what it was told of.
    private void CheckNoStorageLeftHalfTold(string unit) => Assert.DoesNotContain(_broke, each => each.Unit == unit && each.Hook == Storage);

    // joined, then changed with news each time, then departed; and perhaps all that again.
    private static void CheckMember(string who, List<Heard> member)
    {
        long? known = null;
        var isIn = false;
        foreach (var each in member)
        {
            switch (each.Hook.Kind)
            {
                case HookKind.RelationJoined:
                    Assert.False(isIn, $"{who}: joined twice");
                    (isIn, known) = (true, null);
                    break;
                case HookKind.RelationChanged:
                    Assert.True(isIn, $"{who}: changed while it is not in");
                    Assert.True(known is null || each.Version != known, $"{who}: changed without news");
                    known = each.Version;
                    break;
                default:
                    Assert.True(isIn || each.IsRetry, $"{who}: departed while it is not in");
                    isIn = false;
                    break;
            }
        }
    }

    private static void AssertNews(string unit, string? before, IEnumerable<(string? Value, bool IsRetry)> told)
    {
        foreach (var (after, isRetry) in told)
        {
            Assert.True(isRetry || before != after, $"{unit} was told \"{after}\" twice");
            before = after;
        }
    }

    private static string Configuration(ModelSnapshot model, UnitRecord unit) =>
        $"{(model.Applications[unit.Application].Config.TryGetValue("size", out var size) ? size : 0)} at {unit.Address}";

    // The end of a member or of a storage is the end of its begin too.
    private static (string Unit, string Hook, int? Relation, string? About) Key(string unit, HookInfo hook) => (
        unit,
        hook.Kind switch
        {
            HookKind.RelationJoined or HookKind.RelationDeparted => "",
            HookKind.StorageAttached or HookKind.StorageDetaching => Storage,
            _ => hook.Name,
        },
        hook.RelationId,
        hook.RemoteUnit ?? hook.StorageId);

    private List<Heard> HeardBy(string unit) => _heard.TryGetValue(unit, out var heard) ? heard : _heard[unit] = [];

    private sealed record Heard(HookInfo Hook, long? Version, string? Configuration, bool IsRetry);
}
