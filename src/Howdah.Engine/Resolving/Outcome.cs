using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>What a hook's begin, success and failure mean for the model, apart from what the charm itself wrote. Pure functions.</summary>
internal static class Outcome
{
    private const string ConfigChanged = "config-changed";

    /// <summary>The model as the hook's charm is to see it: the agent at work, the unit in the relation that is being created.</summary>
    public static ModelSnapshot Begin(ModelSnapshot model, string unit, HookInfo hook, DateTimeOffset now)
    {
        model = Units.Update(model, unit, record => SideEffect(hook.Name) is { } status
            ? record with { Workload = record.Workload.To(status.Status, status.Message, now) }
            : record);
        model = Units.Update(model, unit, record => hook.Name == "update-status"
            ? record
            : record with { Agent = record.Agent.To(AgentStatus.Executing, $"running {hook.Name} hook{About(hook)}", now) });
        model = Units.Update(model, unit, record => Noted(record, hook));
        return hook is { Kind: HookKind.RelationCreated, RelationId: { } relation } && model.Units.TryGetValue(unit, out var entering)
            ? Relations.Enter(model, relation, entering)
            : model;
    }

    /// <summary>
    /// True for a hook whose begin has to be on the disk: its cause can be taken back, and a charm that may have acted on it has to be told of
    /// that even when the engine died under the hook.
    /// </summary>
    public static bool IsNoted(HookInfo hook) => hook is { Kind: HookKind.RelationCreated or HookKind.RelationJoined or HookKind.StorageAttached } or { Name: ConfigChanged };

    /// <summary>The model after the hook succeeded.</summary>
    /// <param name="model">The model as it is now.</param>
    /// <param name="seen">The model as the hook saw it: what changed since then is owed anew.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="now">The time.</param>
    public static ModelSnapshot Succeeded(ModelSnapshot model, ModelSnapshot seen, string unit, HookInfo hook, DateTimeOffset now)
    {
        model = Units.Update(model, unit, record => record with { Told = Told(record, seen, hook, now) with { Failure = null } });
        model = hook is { Kind: HookKind.StorageDetaching, StorageId: { } storage }
            && model.Storages.GetValueOrDefault(storage) is { Life: Life.Dying } going && going.Unit == unit
            ? Storages.Detached(model, storage, now)
            : model;
        model = hook.Name switch
        {
            "start" => Units.Update(model, unit, record =>
                record.WorkloadSetByCharm ? record : record with { Workload = record.Workload.To(WorkloadStatus.Unknown, "", now) }),
            "stop" => Units.Update(model, unit, record => record with { Workload = record.Workload.To(WorkloadStatus.Maintenance, "", now) }),
            "remove" => Units.Update(model, unit, record =>
                record with { Life = Life.Dead, Workload = record.Workload.To(WorkloadStatus.Terminated, "", now) }),
            _ => model,
        };
        model = model.Applications.GetValueOrDefault(Names.ApplicationOf(unit))?.Refresh is null ? model : Refreshes.Settle(model);
        return Left(model, unit, hook) is { } relation ? Relations.Leave(model, relation, unit) : model;
    }

    /// <summary>The model after the hook failed: it is run again later, unless a new charm is given up with it.</summary>
    public static ModelSnapshot Failed(
        ModelSnapshot model, string unit, HookInfo hook, DateTimeOffset now, Func<int, TimeSpan?> delay) =>
        Refreshes.Failed(Units.Update(model, unit, record =>
        {
            var attempts = (record.Told.Failure?.Attempts ?? 0) + 1;
            var failure = new HookFailure(hook, record.Told.Failure?.Since ?? now, attempts, now + delay(attempts));
            return record with { Told = record.Told with { Failure = failure }, Agent = record.Agent.To(AgentStatus.Idle, "", now) };
        }), unit, hook);

    private static UnitRecord Noted(UnitRecord record, HookInfo hook) => hook switch
    {
        { Name: ConfigChanged } when record.Told.ConfigDigest is not null => record with { Told = record.Told with { ConfigDigest = null } },
        { Kind: HookKind.RelationJoined, RelationId: { } id, RemoteUnit: { } remote }
            when record.Told.Relations.GetValueOrDefault(id) is { } told && !told.Members.ContainsKey(remote) => record with
            {
                Told = record.Told with
                {
                    Relations = record.Told.Relations.SetItem(id, told with { Members = told.Members.Add(remote, RelationTold.Joining) }),
                },
            },
        { Kind: HookKind.StorageAttached, StorageId: { } storage } when !record.Told.Attaching.Contains(storage) =>
            record with { Told = record.Told with { Attaching = record.Told.Attaching.Add(storage) } },
        { Kind: HookKind.RelationCreated, RelationId: { } resumed } when record.Told.Relations.GetValueOrDefault(resumed)?.Broken == true => record with
        {
            Told = record.Told with { Relations = record.Told.Relations.Remove(resumed) },
        },
        _ => record,
    };

    private static AgentRecord Told(UnitRecord unit, ModelSnapshot seen, HookInfo hook, DateTimeOffset now)
    {
        var told = unit.Told;
        return hook.Kind switch
        {
            HookKind.Plain => ToldPlain(unit, seen, hook.Name),
            HookKind.StorageAttached => told with { Storages = told.Storages.Add(hook.StorageId!), Attaching = told.Attaching.Remove(hook.StorageId!) },
            HookKind.StorageDetaching => told with { Storages = told.Storages.Remove(hook.StorageId!), Attaching = told.Attaching.Remove(hook.StorageId!) },
            HookKind.Secret => ToldSecret(told, hook, now),
            HookKind.Pebble => told,
            _ => told with
            {
                Relations = told.Relations.SetItem(
                    hook.RelationId!.Value,
                    ToldRelation(told.Relations.GetValueOrDefault(hook.RelationId.Value) ?? new RelationTold(), seen, hook)),
            },
        };
    }

    private static AgentRecord ToldPlain(UnitRecord unit, ModelSnapshot seen, string hook)
    {
        var told = unit.Told with { Queued = unit.Told.Queued == hook ? null : unit.Told.Queued };
        return hook switch
        {
            "install" => told with { Installed = true },
            "leader-elected" => told with { Leader = true },
            ConfigChanged => told with
            {
                ConfigDigest = seen.Units.TryGetValue(unit.Name, out var then) ? Resolver.ConfigDigest(seen, then) : told.ConfigDigest,
                Queued = told.Started ? null : "start",
            },
            Refreshes.Hook => told with { Queued = ConfigChanged },
            "start" => told with { Started = true },
            "stop" => told with { Stopped = true },
            _ => told,
        };
    }

    private static RelationTold ToldRelation(RelationTold told, ModelSnapshot seen, HookInfo hook)
    {
        var relation = seen.Relations.GetValueOrDefault(hook.RelationId!.Value);
        return (hook.Kind, hook.RemoteUnit) switch
        {
            (HookKind.RelationCreated, _) => told with { Created = true },
            (HookKind.RelationJoined, { } remote) => told with { Members = told.Members.SetItem(remote, 0) },
            (HookKind.RelationChanged, { } remote) => told with
            {
                Members = told.Members.SetItem(remote, relation?.Members.GetValueOrDefault(remote)?.Databag.Version ?? 1),
            },
            (HookKind.RelationChanged, null) => told with
            {
                Application = relation?.Applications.GetValueOrDefault(hook.RemoteApplication!)?.Version ?? 0,
            },
            (HookKind.RelationDeparted, { } remote) => told with { Members = told.Members.Remove(remote) },
            (HookKind.RelationBroken, _) => told with { Broken = true },
            _ => told,
        };
    }

    private static AgentRecord ToldSecret(AgentRecord told, HookInfo hook, DateTimeOffset now)
    {
        var id = hook.SecretId!;
        var revision = hook.SecretRevision!.Value;
        return hook.Name switch
        {
            "secret-changed" => told with { SecretsChanged = told.SecretsChanged.SetItem(id, revision) },
            "secret-remove" => told with
            {
                SecretsObsolete = told.SecretsObsolete.SetItem(
                    id, (told.SecretsObsolete.GetValueOrDefault(id) ?? ImmutableSortedSet<int>.Empty).Add(revision)),
            },
            "secret-expired" => told with { SecretsExpired = told.SecretsExpired.SetItem(id, now) },
            _ => told with { SecretsDue = told.SecretsDue.SetItem(id, now) },
        };
    }

    // A unit has left a relation after its broken hook; among peers there is none, so after the last departed of its own end.
    private static int? Left(ModelSnapshot model, string unit, HookInfo hook) => hook.Kind switch
    {
        HookKind.RelationBroken => hook.RelationId,
        HookKind.RelationDeparted when hook.DepartingUnit == unit
            && model.Relations.GetValueOrDefault(hook.RelationId!.Value) is { IsPeer: true } relation
            && model.Units.TryGetValue(unit, out var record)
            && record.Told.Relations.GetValueOrDefault(relation.Id)?.Members.IsEmpty != false => relation.Id,
        _ => null,
    };

    private static (string Status, string Message)? SideEffect(string hook) => hook switch
    {
        "install" => (WorkloadStatus.Maintenance, "installing charm software"),
        "stop" => (WorkloadStatus.Maintenance, "stopping charm software"),
        "remove" => (WorkloadStatus.Maintenance, "cleaning up prior to charm deletion"),
        _ => null,
    };

    private static string About(HookInfo hook) => hook switch
    {
        { RemoteUnit: { } unit } => $" for {unit}",
        { SecretId: { } secret } => $" for secret:{secret}",
        _ => "",
    };
}
