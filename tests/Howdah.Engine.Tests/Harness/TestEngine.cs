using Howdah.Engine.Models;
using Howdah.Engine.Resolving;
using Howdah.Engine.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Howdah.Engine.Tests.Harness;

/// <summary>A whole engine: the real store on disk, the real hook commands, scripted charms as real processes.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _directory = new();
    private Controller? _controller;

    private TestEngine()
    {
        Directory.CreateDirectory(_directory["charms"]);
        Directory.CreateDirectory(_directory["data"]);
    }

    public ProcessSubstrate Substrate { get; private set; } = null!;

    /// <summary>The time that the engine lives in.</summary>
    public DrivenTime Time { get; } = new();

    /// <summary>How many units run hooks at once.</summary>
    public int UnitsAtOnce { get; set; } = 16;

    public Controller Controller => _controller!;

    public ModelService Model => Controller.GetModel("default");

    public ModelSnapshot Snapshot => Model.Snapshot;

    public string Data => _directory["data"];

    public string Database => Path.Combine(Data, "howdah.db");

    public string Charms => _directory["charms"];

    private string Journal => _directory["journal"];

    public static async Task<TestEngine> StartAsync()
    {
        var engine = new TestEngine();
        await engine.OpenAsync();
        await engine.Controller.AddModelAsync("default", CancellationToken.None);
        return engine;
    }

    /// <summary>An engine that was not opened yet.</summary>
    public static TestEngine Create() => new();

    public async Task OpenAsync(Func<IDocumentStore, IDocumentStore>? wrap = null, ILoggerFactory? loggers = null)
    {
        Substrate = new ProcessSubstrate(_directory["place"], HookTool.Path);
        IDocumentStore store = SqliteDocumentStore.Open(Database);
        _controller = await Controller.OpenAsync(
            wrap?.Invoke(store) ?? store,
            Substrate,
            new ControllerOptions(Data, Charms) { RetryFirst = TimeSpan.FromMilliseconds(200), UnitsAtOnce = UnitsAtOnce },
            Time,
            loggers ?? NullLoggerFactory.Instance,
            CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_controller is { } controller)
        {
            _controller = null;
            await controller.DisposeAsync();
        }
    }

    public void AddCharm(string metadata, string script = "", string? config = null, string? actions = null) =>
        ScriptedCharm.Write(Charms, Journal, metadata, script, config, actions);

    public async Task<string> DeployAsync(string charm, int units = 1, string? application = null) =>
        await Model.DeployAsync(new DeployRequest(charm) { Units = units, Application = application }, CancellationToken.None);

    /// <summary>What the charms were told so far, by unit.</summary>
    public List<string> Told(string unit) =>
        [.. Lines().Where(line => line.StartsWith($"{unit} ", StringComparison.Ordinal)).Select(line => line[(unit.Length + 1)..])];

    /// <summary>Forgets what the charms were told.</summary>
    public void ForgetTold() => File.Delete(Journal);

    /// <summary>Waits for a state of the model.</summary>
    public Task<ModelSnapshot> WaitAsync(string what, Func<ModelSnapshot, bool> condition) => WaitAsync(Model, what, condition);

    /// <summary>Waits for a state of one of the models.</summary>
    public async Task<ModelSnapshot> WaitAsync(ModelService service, string what, Func<ModelSnapshot, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await foreach (var model in service.WatchAsync(deadline.Token))
            {
                if (condition(model))
                {
                    return model;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"waited for {what}; {Describe(service.Snapshot)}", e);
        }

        throw new InvalidOperationException("the model ended");
    }

    /// <summary>Waits until every unit has nothing left to do.</summary>
    public Task<ModelSnapshot> SettleAsync() => WaitAsync("all units to be idle", model => IsSettled(model, Time.GetUtcNow()));

    /// <summary>Waits until a file holds a text.</summary>
    public static async Task WaitForFileAsync(string path, string text)
    {
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => changed.Release();
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        using var deadline = new CancellationTokenSource(Deadline);
        while (!File.Exists(path) || !(await File.ReadAllTextAsync(path)).Contains(text, StringComparison.Ordinal))
        {
            await changed.WaitAsync(deadline.Token);
        }
    }

    /// <summary>Runs an action and waits for its end.</summary>
    public async Task<TaskRecord> RunAsync(string unit, string action, System.Text.Json.Nodes.JsonObject? parameters = null)
    {
        var operation = await Model.RunActionAsync([unit], action, parameters ?? [], CancellationToken.None);
        return await TaskAsync(operation);
    }

    /// <summary>Runs a command in a unit's hook context and waits for its end.</summary>
    public async Task<TaskRecord> ExecAsync(string unit, string command) =>
        await TaskAsync(await Model.ExecAsync([unit], command, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    /// <summary>True when no unit is owed anything and none is at work.</summary>
    public static bool IsSettled(ModelSnapshot model) => IsSettled(model, DateTimeOffset.UtcNow);

    private static bool IsSettled(ModelSnapshot model, DateTimeOffset now) =>
        model.Units.Values.All(unit => unit.Life == Life.Alive && unit.Agent.Current == AgentStatus.Idle && unit.Told.Started
            && unit.Told.Failure is null
            && Resolver.Next(model, unit, new Observations { Now = now }) is null)
        && model.Applications.Values.All(application => application.Life == Life.Alive)
        && model.Relations.Values.All(relation => relation.Life == Life.Alive);

    private async Task<TaskRecord> TaskAsync(OperationRecord operation)
    {
        var model = await WaitAsync("the task to end", snapshot => snapshot.Tasks[operation.Tasks[0]].IsOver);
        return model.Tasks[operation.Tasks[0]];
    }

    private string Describe(ModelSnapshot model) =>
        string.Join("; ", model.Units.Values.Select(unit =>
            $"{unit.Name} {unit.Life} {unit.WorkloadShown.Current} \"{unit.WorkloadShown.Message}\" {unit.Agent.Current} \"{unit.Agent.Message}\""))
        + $"; told: {string.Join(", ", Lines().TakeLast(12))}";

    private string[] Lines() => File.Exists(Journal) ? File.ReadAllLines(Journal) : [];
}
