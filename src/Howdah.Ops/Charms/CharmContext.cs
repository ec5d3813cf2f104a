namespace Howdah.Ops;

/// <summary>What a charm and its parts are made with. The host makes it; the charm only passes it on.</summary>
public sealed class CharmContext
{
    private readonly Dictionary<string, StoredState> stored = new(StringComparer.Ordinal);
    private readonly CharmState before;
    private readonly ICharmStateStore store;

    internal CharmContext(CharmSetup setup, CharmState state)
    {
        store = setup.State;
        before = state;
        Environment = setup.Environment;
        Metadata = setup.Metadata;
        Time = setup.Time;
        Tools = new HookTools(setup.Commands);
        var model = new ModelContext(Tools, setup.Environment, setup.Time);
        Model = new CharmModel(model, setup.Metadata, setup.Connect);
        Log = new CharmLog(Tools, setup.Environment.ActionName is null ? setup.Output : null);
        On = new CharmEvents(Model, setup.Metadata, Model.Secrets, Tools);
        Emitter = new EventEmitter(On, Log, state.Deferred);
    }

    /// <summary>The variables of the dispatch.</summary>
    public HookEnvironment Environment { get; }

    /// <summary>What the charm's files declare.</summary>
    public CharmMetadata Metadata { get; }

    /// <summary>The model.</summary>
    public CharmModel Model { get; }

    /// <summary>The events.</summary>
    public CharmEvents On { get; }

    /// <summary>The log.</summary>
    public CharmLog Log { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    internal HookTools Tools { get; }

    internal EventEmitter Emitter { get; }

    internal StoredState StoredStateOf(string owner)
    {
        if (!stored.TryGetValue(owner, out var state))
        {
            stored[owner] = state = new StoredState(before.Stored.GetValueOrDefault(owner));
        }

        return state;
    }

    /// <summary>Saves what is to be remembered, if it is something else than before.</summary>
    internal void Save()
    {
        var deferred = Emitter.Deferred;
        if (deferred.SequenceEqual(before.Deferred) && !stored.Values.Any(s => s.IsChanged))
        {
            return;
        }

        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(before.Stored, StringComparer.Ordinal);
        foreach (var (owner, state) in stored)
        {
            all[owner] = state.Values;
        }

        store.Save(new CharmState { Deferred = [.. deferred], Stored = all });
    }
}
