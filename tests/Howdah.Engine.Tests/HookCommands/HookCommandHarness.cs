using System.Text;
using Howdah.Engine.Changes;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.HookCommands;
using Howdah.Engine.Hooks;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Tests.Harness;
using Howdah.Engine.Tests.Resolving;
using Howdah.HookTools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Howdah.Engine.Tests.HookCommands;

/// <summary>Hook commands without processes: <c>db</c> (two units, the first leads) is related to <c>client</c>, all hooks done.</summary>
internal sealed class HookCommandHarness : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ModelStore _store;
    private readonly DebugLog _log;

    private HookCommandHarness(ModelStore store)
    {
        _store = store;
        _log = new DebugLog(_directory["log"], 1 << 20);
    }

    public ModelSnapshot Model => _store.Current;

    public static async Task<HookCommandHarness> CreateAsync()
    {
        var it = new Simulation();
        it.Deploy("""
            name: db
            storage: { data: { type: filesystem, multiple: { range: 1-2 } } }
            peers: { cluster: { interface: peers } }
            provides: { db: { interface: sql } }
            """, 2);
        it.Deploy("name: client\nrequires: { database: { interface: sql } }");
        it.Change(model => Relations.Add(model, "db", "client", it.Now, out _));
        it.RunAll();
        it.Change(model => it.WriteApplication(model, 1, "client", "wish"));
        it.Change(model => it.WriteApplication(model, 0, "db", "shared"));
        var store = await ModelStore.CreateAsync(new MemoryDocumentStore(), it.Model.Model, TimeProvider.System, NullLogger.Instance);
        await store.CommitAsync(_ => it.Model);
        return new HookCommandHarness(store);
    }

    /// <summary>Begins a dispatch on a unit.</summary>
    public HookContext Begin(string unit, HookInfo? hook = null, TaskRecord? task = null) => new(
        "context", unit, hook, task, Model, _store,
        new EngineHost(new MemoryDocumentStore(), null!, new ControllerOptions(_directory.Path, _directory.Path), TimeProvider.System, NullLoggerFactory.Instance),
        _log, _directory["agent"])
    {
        CharmAgentDirectory = "/var/lib/juju/agents/unit-db-0",
    };

    /// <summary>Commits a dispatch.</summary>
    public Task CommitAsync(HookContext context) => _store.CommitAsync(context.Write);

    /// <summary>Runs <c>command arguments…</c>, words separated by single spaces.</summary>
    /// <returns>Exit code and what it prints: standard output, or standard error.</returns>
    public static async Task<(int ExitCode, string Text)> RunAsync(HookContext context, string line, string? stdin = null)
    {
        var words = line.Split(' ');
        var request = new HookRequest(context.Id, words[0], words[1..]) { Stdin = stdin is null ? null : Encoding.UTF8.GetBytes(stdin) };
        var response = await HookCommandTable.RunAsync(context, request, CancellationToken.None);
        return (response.ExitCode, Encoding.UTF8.GetString(response.ExitCode == 0 ? response.Stdout : response.Stderr));
    }

    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _store.DisposeAsync();
        _directory.Dispose();
    }
}
