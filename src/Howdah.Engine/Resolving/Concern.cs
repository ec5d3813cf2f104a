using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>
/// Which changes of a model a unit's agent has to look at: those of anything that <see cref="Resolver"/> looks at for this unit. A model of many
/// units would otherwise have all of them look whenever one of them moves.
/// </summary>
internal static class Concern
{
    /// <summary>True when what the unit is owed may have changed.</summary>
    public static bool Has(ModelSnapshot before, ModelSnapshot after, string unit)
    {
        var application = Changes.Names.ApplicationOf(unit);
        return !ReferenceEquals(before.Model, after.Model)
            || !ReferenceEquals(before.Secrets, after.Secrets)
            || !ReferenceEquals(before.Tasks, after.Tasks)
            || !ReferenceEquals(before.Applications.GetValueOrDefault(application), after.Applications.GetValueOrDefault(application))
            || (!ReferenceEquals(before.Storages, after.Storages) && !Same(before.StoragesOf(unit), after.StoragesOf(unit)))
            || (!ReferenceEquals(before.Units, after.Units) && !Same(before.UnitsOf(application), after.UnitsOf(application)))
            || (!ReferenceEquals(before.Relations, after.Relations) && !Same(before.RelationsOf(application), after.RelationsOf(application)));
    }

    private static bool Same<T>(IEnumerable<T> one, IEnumerable<T> other)
        where T : class => one.SequenceEqual(other, ReferenceEqualityComparer.Instance);
}
