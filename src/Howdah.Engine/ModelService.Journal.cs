using Howdah.Engine.Changes;
using Howdah.Engine.Journal;

namespace Howdah.Engine;

/// <summary>What the hooks of units were given, asked and wrote.</summary>
public sealed partial class ModelService
{
    /// <summary>The dispatches of a unit that are still kept, oldest first.</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <exception cref="EngineException">There is no such unit.</exception>
    public IReadOnlyList<HookRecord> GetHooks(string unit) => [.. _journal.Of(Find.Unit(Snapshot, unit).Name).Read()];

    /// <summary>One dispatch of a unit.</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <param name="id">Its number.</param>
    /// <exception cref="EngineException">There is no such unit, or that dispatch isn't kept.</exception>
    public HookRecord GetHook(string unit, int id)
    {
        var name = Find.Unit(Snapshot, unit).Name;
        return _journal.Of(name).Find(id) ?? throw EngineException.NotFound(
            $"unit \"{name}\" has no record of a hook {id}; 'howdah show-hook {name}' lists those it has");
    }
}
