using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>
/// Decides what a unit's agent does next, from the model and from what the unit's charm has been told. Nothing is ever queued: what is owed
/// is the difference between the two, in the priority order of Juju's contract (4.1), but for secrets that nobody reads. A pure function,
/// so a restart anywhere is harmless.
/// </summary>
internal static class Resolver
{
    /// <summary>The next step; null when the unit is up to date.</summary>
    public static Step? Next(ModelSnapshot model, UnitRecord unit, Observations seen)
    {
        var told = unit.Told;
        if (unit.Life == Life.Dead || (unit.Life == Life.Dying && (unit.Force || !told.Installed)))
        {
            return new Step.Remove();
        }

        if (Changes.Refreshes.IsDue(model, unit))
        {
            return new Step.Refresh();
        }

        // A dying unit doesn't wait for a hook that no longer matters; what belongs to its end is retried.
        if (told.Failure is { } failure && !(unit.Life == Life.Dying && !Teardown.Has(failure.Hook)))
        {
            return (Step?)NextTask(model, unit)
                ?? (failure.RetryAt <= seen.Now ? new Step.Hook(failure.Hook, EventOf(failure.Hook, seen)) : null);
        }

        if (unit.Life == Life.Dying)
        {
            return (Step?)NextTask(model, unit) ?? Teardown.Next(model, unit);
        }

        if (!told.Installed)
        {
            return Plain("install");
        }

        return Created(model, unit)
            ?? Leadership(model, unit)
            ?? (told.Queued is null ? PebbleEvents.Next(seen) : null)
            ?? SecretEvents.Next(model, unit, seen.Now)
            ?? (told.Queued is null ? NextTask(model, unit) : null)
            ?? (told.Queued is null ? StorageDetaching(model, unit) ?? StorageAttached(model, unit) : null)
            ?? (told.Queued is { } queued ? Plain(queued) : null)
            ?? (IsConfigOwed(model, unit) ? Plain("config-changed") : null)
            ?? RelationEvents.Next(model, unit)
            ?? SecretEvents.NextObsolete(model, unit)
            ?? (told.Started && seen.UpdateStatusAt <= seen.Now ? Plain("update-status") : null);
    }

    /// <summary>When to look again although nothing changed; null for never.</summary>
    public static DateTimeOffset? NextLook(ModelSnapshot model, UnitRecord unit, Observations seen)
    {
        DateTimeOffset? next = unit.Told.Failure is { } failure ? failure.RetryAt : null;
        if (unit.Life == Life.Alive && unit.Told.Failure is null)
        {
            next = Earlier(next, unit.Told.Started ? seen.UpdateStatusAt : null);
            next = Earlier(next, SecretEvents.NextDue(model, unit));
        }

        return next == DateTimeOffset.MaxValue ? null : next;
    }

    /// <summary>Configuration and address of a unit: <c>config-changed</c> is owed when they differ from what was told.</summary>
    public static string ConfigDigest(ModelSnapshot model, UnitRecord unit) =>
        $"{model.Applications[unit.Application].ConfigDigest} {unit.Address}";

    internal static Step Plain(string hook) => new Step.Hook(new HookInfo(hook));

    // A unit that waits for its application's new charm hears of its configuration from that one.
    private static bool IsConfigOwed(ModelSnapshot model, UnitRecord unit) =>
        unit.Told.ConfigDigest != ConfigDigest(model, unit) && unit.CharmId == model.Applications[unit.Application].CharmId;

    private static Step.Hook? Created(ModelSnapshot model, UnitRecord unit)
    {
        foreach (var relation in model.RelationsOf(unit.Application))
        {
            if (relation.IsActive && unit.Told.Relations.GetValueOrDefault(relation.Id) is not { Created: true, Broken: false })
            {
                return RelationEvents.Hook(relation, unit, HookKind.RelationCreated, "created", null);
            }
        }

        return null;
    }

    private static Step? Leadership(ModelSnapshot model, UnitRecord unit) =>
        !unit.Told.Leader && model.IsLeader(unit) ? Plain("leader-elected") : null;

    private static Step.Task? NextTask(ModelSnapshot model, UnitRecord unit) =>
        model.Tasks.Values.FirstOrDefault(task => task.Unit == unit.Name && task.Status == Models.TaskStatus.Pending) is { } task
            ? new Step.Task(task.Id)
            : null;

    private static Step.Hook? StorageAttached(ModelSnapshot model, UnitRecord unit)
    {
        foreach (var storage in model.StoragesOf(unit.Name))
        {
            if (!unit.Told.Storages.Contains(storage.Id))
            {
                return new Step.Hook(new HookInfo($"{storage.Name}-storage-attached") { Kind = HookKind.StorageAttached, StorageId = storage.Id });
            }
        }

        return null;
    }

    // Also when it was taken away while the charm was being told that it has it.
    private static Step.Hook? StorageDetaching(ModelSnapshot model, UnitRecord unit) =>
        unit.Told.KnownStorages.FirstOrDefault(id =>
            model.Storages.GetValueOrDefault(id) is not { Life: Life.Alive } storage || storage.Unit != unit.Name) is { } going
            ? Detaching(going)
            : null;

    internal static Step.Hook Detaching(string storage) =>
        new(new HookInfo($"{storage.Split('/')[0]}-storage-detaching") { Kind = HookKind.StorageDetaching, StorageId = storage });

    // A retried hook that tells of a container's event still has it at the head of the events, unless the container is gone.
    private static Substrates.ContainerEvent? EventOf(HookInfo hook, Observations seen) =>
        hook.Kind == HookKind.Pebble ? seen.Events.FirstOrDefault(candidate => PebbleEvents.HookOf(candidate) == hook) : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null ? one : one < other ? one : other;
}
