using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>The end of a unit: its storage detaches, its relations break, then <c>stop</c> and <c>remove</c>.</summary>
internal static class Teardown
{
    /// <summary>True for hooks that belong to a unit's end.</summary>
    public static bool Has(HookInfo hook) =>
        hook.Kind is HookKind.StorageDetaching or HookKind.RelationDeparted or HookKind.RelationBroken || hook.Name is "stop" or "remove";

    public static Step Next(ModelSnapshot model, UnitRecord unit)
    {
        if (unit.Told.KnownStorages.FirstOrDefault() is { } storage)
        {
            return Resolver.Detaching(storage);
        }

        foreach (var relation in model.RelationsOf(unit.Application))
        {
            if (RelationEvents.Leaving(relation, unit) is { } leaving)
            {
                return leaving;
            }
        }

        return unit.Told.Stopped ? Resolver.Plain("remove") : Resolver.Plain("stop");
    }
}
