using Howdah.Engine.Changes;
using Howdah.Engine.Journal;
using Howdah.Engine.Replay;
using Howdah.Engine.Why;

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

    /// <summary>Why a unit is not active, and what would help.</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <exception cref="EngineException">There is no such unit.</exception>
    public UnitVerdict Explain(string unit)
    {
        var record = Find.Unit(Snapshot, unit);
        var agent = _runner.AgentOf(record.Name);
        var last = _journal.Of(record.Name).Read().LastOrDefault();
        return WhyNotActive.Of(Snapshot, record, new WhyFacts
        {
            Now = _host.Now,
            Containers = agent?.ReadyContainers,
            FailedChecks = agent?.FailedChecks ?? [],
            LastHook = last?.Id,
            LastWord = last?.Output.LastOrDefault(line => line.Source == "stderr")?.Text,
        });
    }

    /// <summary>Runs a dispatch again with what was recorded of it, in a place made for it alone; the model does not change.</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <param name="id">Number of the dispatch.</param>
    /// <param name="charmDirectory">Another charm to run instead of the same one, an absolute path; null for the same.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">It isn't kept, it still runs, its charm is gone, or there is no place to run it.</exception>
    public async Task<ReplayResult> ReplayAsync(string unit, int id, string? charmDirectory, TimeSpan limit, CancellationToken cancellationToken)
    {
        var record = GetHook(unit, id);
        if (record.Ended is null)
        {
            throw EngineException.Conflict(record.Outcome == HookOutcome.Running
                ? $"hook {id} of {record.Unit} still runs; replay it when it has ended"
                : $"hook {id} of {record.Unit} can't be replayed: {record.Message}, so what it was answered is not known");
        }

        var charm = charmDirectory ?? _paths.Charm(record.Charm["local:".Length..record.Charm.LastIndexOf('-')], record.CharmDigest);
        if (!Directory.Exists(charm))
        {
            throw EngineException.NotFound(charmDirectory is null
                ? $"the charm {record.Charm} that ran hook {id} is no longer kept; give a folder with --charm to replay it with another one"
                : $"there is no folder \"{charmDirectory}\"");
        }

        return await new HookReplay(_host, record, charm, _journal.MaskOf(Snapshot)).RunAsync(limit, cancellationToken).ConfigureAwait(false);
    }
}
