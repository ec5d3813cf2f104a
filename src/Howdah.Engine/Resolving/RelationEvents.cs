using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>What a unit is owed about its relations (contract 4.3).</summary>
internal static class RelationEvents
{
    public static Step? Next(ModelSnapshot model, UnitRecord unit)
    {
        Step? next = null;
        foreach (var relation in model.RelationsOf(unit.Application))
        {
            if (Joined(relation, unit) is not { } told)
            {
                continue;
            }

            // What goes away is told first, in whatever relation it is.
            if (Departed(relation, told, unit) is { } departed)
            {
                return departed;
            }

            next ??= relation.IsActive ? Changed(relation, told, unit) : null;
        }

        return next;
    }

    /// <summary>What a dying unit is told about a relation that it leaves; null when it has left.</summary>
    public static Step? Leaving(RelationRecord relation, UnitRecord unit)
    {
        if (Joined(relation, unit) is not { } told)
        {
            return null;
        }

        var member = told.Members.Keys.Order(UnitNames.Order).FirstOrDefault();
        return member is not null ? Hook(relation, unit, HookKind.RelationDeparted, "departed", member, unit.Name)
            : relation.IsPeer ? null
            : Hook(relation, unit, HookKind.RelationBroken, "broken", null);
    }

    internal static Step.Hook Hook(RelationRecord relation, UnitRecord unit, HookKind kind, string suffix, string? remote, string? departing = null)
    {
        var own = relation.EndOf(unit.Application)!;
        return new Step.Hook(new HookInfo($"{own.Endpoint}-relation-{suffix}")
        {
            Kind = kind,
            RelationId = relation.Id,
            Endpoint = own.Endpoint,
            RemoteApplication = relation.RemoteEndOf(unit.Application)!.Application,
            RemoteUnit = remote,
            DepartingUnit = departing,
        });
    }

    private static Step.Hook? Departed(RelationRecord relation, RelationTold told, UnitRecord unit)
    {
        var gone = told.Members.Keys.Where(name => !relation.IsActive || !InScope(relation, name)).Order(UnitNames.Order).FirstOrDefault();
        if (gone is not null)
        {
            // When the whole relation ends or is suspended, nobody in particular departs: Juju then names the unit that the hook is about.
            return Hook(relation, unit, HookKind.RelationDeparted, "departed", gone, gone);
        }

        return !relation.IsActive && !relation.IsPeer
            ? Hook(relation, unit, HookKind.RelationBroken, "broken", null)
            : null;
    }

    private static Step.Hook? Changed(RelationRecord relation, RelationTold told, UnitRecord unit)
    {
        // joined is followed by changed for the same unit, with nothing else of that relation in between.
        var fresh = told.Members.FirstOrDefault(member => member.Value == 0).Key;
        if (fresh is not null)
        {
            return Hook(relation, unit, HookKind.RelationChanged, "changed", fresh);
        }

        // Who was never told anything need not hear that there is nothing.
        var said = relation.Applications.GetValueOrDefault(relation.RemoteEndOf(unit.Application)!.Application) ?? Databag.Empty;
        if (said.Version != told.Application && !(told.Application == 0 && said.Values.IsEmpty))
        {
            return Hook(relation, unit, HookKind.RelationChanged, "changed", null);
        }

        Step.Hook? changed = null;
        foreach (var name in relation.Members.Keys.Where(name => IsRemote(relation, unit, name) && InScope(relation, name)).Order(UnitNames.Order))
        {
            if (!told.Members.TryGetValue(name, out var version) || version == RelationTold.Joining)
            {
                return Hook(relation, unit, HookKind.RelationJoined, "joined", name);
            }

            if (changed is null && relation.Members[name].Databag.Version != version)
            {
                changed = Hook(relation, unit, HookKind.RelationChanged, "changed", name);
            }
        }

        return changed;
    }

    // A unit whose relation-created was never completed is in the relation all the same, and has to be told of its end.
    private static RelationTold? Joined(RelationRecord relation, UnitRecord unit)
    {
        var told = unit.Told.Relations.GetValueOrDefault(relation.Id) ?? new RelationTold();
        var ends = !relation.IsActive || unit.Life != Life.Alive;
        return !told.Broken && (told.Created || (ends && InScope(relation, unit.Name))) ? told : null;
    }

    private static bool InScope(RelationRecord relation, string unit) => relation.Members.GetValueOrDefault(unit)?.InScope == true;

    private static bool IsRemote(RelationRecord relation, UnitRecord unit, string name) => relation.IsPeer
        ? name != unit.Name
        : Changes.Names.ApplicationOf(name) != unit.Application;
}
