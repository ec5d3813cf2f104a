using System.Text.Json.Nodes;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Models;
using Howdah.Engine.Store;

namespace Howdah.Engine.Hooks;

/// <summary>
/// One dispatch of a charm as its hook commands see it: the model as it was when the dispatch began, with the charm's own writes on top.
/// The writes reach the model when the dispatch succeeds, all at once.
/// </summary>
internal sealed class HookContext(
    string id, string unit, HookInfo? hook, TaskRecord? task, ModelSnapshot seen, ModelStore store, EngineHost host, DebugLog log,
    string agentDirectory) : IHookAnswers, IDisposable
{
    private const int MostLogged = 4 << 20;

    private readonly List<Func<ModelSnapshot, ModelSnapshot>> _writes = [];
    private ModelSnapshot? _view;
    private bool _wasNoLeader;
    private long _logged;

    /// <summary>Value of <c>JUJU_CONTEXT_ID</c>.</summary>
    public string Id => id;

    /// <summary>Name of the unit.</summary>
    public string Unit => unit;

    /// <summary>Name of its application.</summary>
    public string Application => Changes.Names.ApplicationOf(unit);

    /// <summary>The hook; null for an action or a command.</summary>
    public HookInfo? Hook => hook;

    /// <summary>The action or command; null for a hook.</summary>
    public TaskRecord? Task => task;

    /// <summary>The unit's folder on this side; the charm sees it as its agent directory.</summary>
    public string AgentDirectory => agentDirectory;

    /// <summary>The path under which the charm's processes see <see cref="AgentDirectory"/>.</summary>
    public required string CharmAgentDirectory { get; init; }

    /// <summary>What goes before absolute paths in the charm container; empty wherever it has a file system of its own.</summary>
    public string Root { get; init; } = "";

    /// <summary>What all parts of the engine share.</summary>
    public EngineHost Host => host;

    /// <summary>The debug log.</summary>
    public DebugLog Log => log;

    /// <summary>What the dispatch asks and prints.</summary>
    public Journal.HookRecording Recording { get; } = new();

    /// <summary>One command at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The model when the dispatch began.</summary>
    public ModelSnapshot Seen { get; private set; } = seen;

    /// <summary>The model as this moment has it, for what is never buffered: statuses, leadership, tasks.</summary>
    public ModelSnapshot Live => store.Current;

    /// <summary>What the dispatch sees: the model when it began, with its own writes.</summary>
    public ModelSnapshot View => _view ??= Write(Seen);

    /// <summary>The unit with the dispatch's own writes.</summary>
    public UnitRecord Record => View.Units[unit];

    /// <summary>Secrets that the dispatch changes, by bare id.</summary>
    public Dictionary<string, HookCommands.Secrets.SecretDraft> Drafts { get; } = new(StringComparer.Ordinal);

    /// <summary>Results of an action.</summary>
    public JsonObject Results { get; } = [];

    /// <summary>Why the action fails, by the charm's word; null when it doesn't.</summary>
    public string? FailMessage { get; set; }

    /// <summary>What the charm declares.</summary>
    public Charms.Charm Charm => View.Charms[Record.CharmId];

    /// <summary>True while the unit leads. Once it was told that it doesn't, it doesn't for the rest of the dispatch.</summary>
    public bool IsLeader()
    {
        _wasNoLeader = _wasNoLeader || !Live.Units.TryGetValue(unit, out var now) || !Live.IsLeader(now);
        return !_wasNoLeader;
    }

    /// <summary>Logs for the charm, up to a limit: one charm must not push the lines of all others out of the log.</summary>
    public void Append(string level, string module, string text)
    {
        var before = Interlocked.Add(ref _logged, text.Length) - text.Length;
        if (before < MostLogged)
        {
            log.Append(new LogEntry(host.Now, Changes.Names.Tag(unit), level, module, text));
        }

        if (before < MostLogged && before + text.Length >= MostLogged)
        {
            log.Append(new LogEntry(
                host.Now, Changes.Names.Tag(unit), "WARNING", module, $"it has logged {MostLogged} characters; what more it logs is left out"));
        }
    }

    /// <summary>Buffers a write until the dispatch succeeds.</summary>
    public void Buffer(Func<ModelSnapshot, ModelSnapshot> write)
    {
        _view = write(View);
        _writes.Add(write);
    }

    /// <summary>Something of a buffered write changed: the view is worked out anew.</summary>
    public void Refresh() => _view = null;

    /// <summary>Writes at once, whatever becomes of the dispatch.</summary>
    public async ValueTask WriteNowAsync(Func<ModelSnapshot, ModelSnapshot> write)
    {
        await store.UpdateAsync(write).ConfigureAwait(false);
        Seen = write(Seen);
        _view = null;
    }

    /// <summary>The model with all buffered writes.</summary>
    /// <exception cref="EngineException">A write is refused.</exception>
    public ModelSnapshot Write(ModelSnapshot model) => _writes.Aggregate(model, (current, write) => write(current));

    /// <inheritdoc/>
    public Task<HookTools.HookResponse> AnswerAsync(HookTools.HookRequest request, CancellationToken cancellationToken) =>
        HookCommands.HookCommandTable.RunAsync(this, request, cancellationToken);

    public void Dispose() => Gate.Dispose();
}
