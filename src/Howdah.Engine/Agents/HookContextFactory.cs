using System.Security.Cryptography;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Store;

namespace Howdah.Engine.Agents;

/// <summary>Makes the contexts of one unit's dispatches.</summary>
internal sealed class HookContextFactory(
    EngineHost host, ModelStore store, DebugLog debugLog, ModelPaths paths, ModelJournal journal, string unit, Func<string> root)
{
    /// <summary>A context with an id that was never used before.</summary>
    public HookContext Create(ModelSnapshot seen, HookInfo? hook, TaskRecord? task) =>
        new($"{unit}-{hook?.Name ?? task?.Action}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
            unit, hook, task, seen, store, host, debugLog, paths.Agent(unit))
        {
            Root = root(),
            CharmAgentDirectory = new HookEnvironment.Folders(root(), unit).Agent,
        };

    /// <summary>Begins the record of a dispatch.</summary>
    public RecordKeeper Record(HookContext context) => RecordKeeper.Begin(journal, context);

    /// <summary>The unit's charm on the engine's side.</summary>
    public string CharmDirectory(ModelSnapshot seen) => paths.Charm(seen.CharmRecords[seen.Units[unit].CharmId]);
}
