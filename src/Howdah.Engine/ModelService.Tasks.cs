using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;
using TaskStatus = Howdah.Engine.Models.TaskStatus;

namespace Howdah.Engine;

/// <summary>Actions and commands on units.</summary>
public sealed partial class ModelService
{
    /// <summary>Asks units (<c>app/0</c>, <c>app/leader</c>) to run an action.</summary>
    /// <exception cref="EngineException">An unknown unit or action, or parameters that break the schema: then none of them runs it.</exception>
    public Task<OperationRecord> RunActionAsync(
        IReadOnlyList<string> units, string action, JsonObject parameters, CancellationToken cancellationToken) =>
        EnqueueAsync(units, action, (model, unit) =>
        {
            var charm = model.Charms[unit.CharmId];
            return charm.Actions.TryGetValue(action, out var spec)
                ? ConfigTyping.Element(ActionSchema.Apply(spec, parameters))
                : throw EngineException.NotFound($"action \"{action}\" not defined for unit \"{unit.Name}\"");
        }, cancellationToken);

    /// <summary>Asks units to run a shell command in a hook context.</summary>
    public Task<OperationRecord> ExecAsync(IReadOnlyList<string> units, string command, CancellationToken cancellationToken)
    {
        var parameters = ConfigTyping.Element(new JsonObject { ["command"] = command });
        return EnqueueAsync(units, TaskRecord.Exec, (_, _) => parameters, cancellationToken);
    }

    /// <summary>A task now and after each change of it, until it is over.</summary>
    public async IAsyncEnumerable<TaskRecord> WatchTaskAsync(int id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TaskRecord? last = null;
        await foreach (var model in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var task = model.Tasks.GetValueOrDefault(id) ?? throw EngineException.NotFound($"task \"{id}\" not found");
            if (!ReferenceEquals(task, last))
            {
                yield return task;
                last = task;
            }

            if (task.IsOver)
            {
                yield break;
            }
        }
    }

    /// <summary>Cancels a task that has not begun.</summary>
    public Task CancelTaskAsync(int id, CancellationToken cancellationToken) => _store.CommitAsync(model =>
        model.Tasks.GetValueOrDefault(id) switch
        {
            null => throw EngineException.NotFound($"task \"{id}\" not found"),
            { Status: TaskStatus.Pending } => Operations.Update(
                model, id, task => task with { Status = TaskStatus.Cancelled, Message = "action cancelled", Completed = _host.Now }),
            var task => throw EngineException.Conflict($"task \"{id}\" is {task.Status} and can't be cancelled"),
        }).WaitAsync(cancellationToken);

    private async Task<OperationRecord> EnqueueAsync(
        IReadOnlyList<string> units, string action, Func<ModelSnapshot, UnitRecord, JsonElement> parameters, CancellationToken cancellationToken)
    {
        OperationRecord? added = null;
        await _store.CommitAsync(model =>
        {
            var targets = units.Select(unit => Find.Unit(model, unit)).ToList();
            var checkedParameters = targets.Select(unit => parameters(model, unit)).ToList();
            return Operations.Add(
                model,
                [.. targets.Select(unit => unit.Name)],
                action,
                checkedParameters[0],
                $"{action} run on {string.Join(",", targets.Select(unit => Names.Tag(unit.Name)))}",
                _host.Now,
                out added);
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        return added!;
    }
}
