using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Finds what a person named, or says that it is not there.</summary>
internal static class Find
{
    public static ApplicationRecord Application(ModelSnapshot model, string name) =>
        model.Applications.TryGetValue(name, out var application)
            ? application
            : throw EngineException.NotFound($"application \"{name}\" not found");

    /// <summary>The unit <c>app/0</c>, or the leader with <c>app/leader</c>.</summary>
    public static UnitRecord Unit(ModelSnapshot model, string name)
    {
        if (name.EndsWith("/leader", StringComparison.Ordinal))
        {
            var application = Application(model, Names.ApplicationOf(name));
            return application.Leader is { } leader && model.Units.TryGetValue(leader, out var leading)
                ? leading
                : throw EngineException.Unavailable($"could not determine leader for \"{application.Name}\"");
        }

        return !Names.IsUnit(name)
            ? throw EngineException.Invalid($"invalid unit name \"{name}\"")
            : model.Units.TryGetValue(name, out var unit) ? unit : throw EngineException.NotFound($"unit \"{name}\" not found");
    }
}
