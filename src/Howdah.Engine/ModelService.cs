using System.Text.Json.Nodes;
using Howdah.Engine.Bundles;
using Howdah.Engine.Models;
using Howdah.Engine.Substrates;

namespace Howdah.Engine;

/// <summary>One model, and all that a person can do with it. Every change is durable when the method returns; what follows from it takes its time.</summary>
public sealed class ModelService
{
    /// <summary>Name of the model.</summary>
    public string Name => Snapshot.Model.Name;

    /// <summary>The model as it is now.</summary>
    public ModelSnapshot Snapshot => throw new NotSupportedException("not yet");

    /// <summary>The model now, and again after changes, without end. Changes that follow each other quickly come as one.</summary>
    public IAsyncEnumerable<ModelSnapshot> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Deploys a charm.</summary>
    /// <returns>Name of the application.</returns>
    public Task<string> DeployAsync(DeployRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Brings the model to what a bundle says: adds what is missing, changes what differs, removes nothing.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="baseDirectory">Folder that relative paths in it start from.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public Task DeployBundleAsync(Bundle bundle, string baseDirectory, IProgress<string>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Relates two endpoints (<c>app</c> or <c>app:endpoint</c>).</summary>
    public Task<RelationRecord> AddRelationAsync(string first, string second, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Begins the end of a relation.</summary>
    public Task RemoveRelationAsync(string first, string second, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Begins the end of a relation.</summary>
    public Task RemoveRelationAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>The configuration of an application, by option.</summary>
    public IReadOnlyList<ConfigEntry> GetConfig(string application) => throw new NotSupportedException("not yet");

    /// <summary>Sets and resets options of an application, all or none.</summary>
    /// <param name="application">The application.</param>
    /// <param name="values">Values as typed; <c>trust</c> is the application's own setting.</param>
    /// <param name="reset">Options that go back to their default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task SetConfigAsync(
        string application, IReadOnlyDictionary<string, string> values, IReadOnlyList<string> reset, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Sets how many units an application has.</summary>
    public Task ScaleAsync(string application, int units, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Adds units.</summary>
    /// <returns>Their names.</returns>
    public Task<IReadOnlyList<string>> AddUnitsAsync(string application, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Begins the removal of units.</summary>
    public Task RemoveUnitsAsync(IReadOnlyList<string> units, bool destroyStorage, bool force, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Begins the removal of an application with all units and relations.</summary>
    public Task RemoveApplicationAsync(string application, bool destroyStorage, bool force, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Deletes a detached storage instance and its data.</summary>
    public Task RemoveStorageAsync(string storageId, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Asks units (<c>app/0</c>, <c>app/leader</c>) to run an action.</summary>
    /// <exception cref="EngineException">An unknown unit or action, or parameters that break the schema: then none of them runs it.</exception>
    public Task<OperationRecord> RunActionAsync(
        IReadOnlyList<string> units, string action, JsonObject parameters, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Asks units to run a shell command in a hook context.</summary>
    public Task<OperationRecord> ExecAsync(IReadOnlyList<string> units, string command, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>A task now and after each change of it, until it is over.</summary>
    public IAsyncEnumerable<TaskRecord> WatchTaskAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Cancels a task that has not begun.</summary>
    public Task CancelTaskAsync(int id, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Has a failed hook run again now, or counted as done.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="retry">False to count it as done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task ResolvedAsync(string unit, bool retry, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Sets model configuration; an empty value resets.</summary>
    public Task SetModelConfigAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>The debug log.</summary>
    public IAsyncEnumerable<LogEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Starts a process in a container of a unit, outside any hook (<c>ssh</c>).</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <param name="container">Its container; null for <c>charm</c>.</param>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public Task<IContainerProcess> StartProcessAsync(string unit, string? container, ExecSpec command, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>The values of a secret, by key, for a person who administers the model.</summary>
    /// <param name="id">The secret, as URI or bare id.</param>
    /// <param name="revision">Its revision; null for the latest.</param>
    public IReadOnlyDictionary<string, string> RevealSecret(string id, int? revision) => throw new NotSupportedException("not yet");

    /// <summary>The unit that a person named, <c>app/0</c> or <c>app/leader</c>.</summary>
    /// <exception cref="EngineException">There is none: <c>unit "x/9" not found</c>.</exception>
    public UnitRecord GetUnit(string name) => throw new NotSupportedException("not yet");

    /// <summary>The application of that name.</summary>
    /// <exception cref="EngineException">There is none: <c>application "x" not found</c>.</exception>
    public ApplicationRecord GetApplication(string name) => throw new NotSupportedException("not yet");
}
