using System.Collections.Immutable;
using System.Text.Json;
using Howdah.Engine.Models;
using TaskStatus = Howdah.Engine.Models.TaskStatus;

namespace Howdah.Engine.Changes;

/// <summary>Changes of operations and their tasks.</summary>
internal static class Operations
{
    /// <summary>How many operations that are over are remembered.</summary>
    public const int Remembered = 200;

    /// <summary>Asks units for an action or a command.</summary>
    public static ModelSnapshot Add(
        ModelSnapshot model,
        IReadOnlyList<string> units,
        string action,
        JsonElement parameters,
        string summary,
        DateTimeOffset now,
        out OperationRecord added)
    {
        var id = model.Model.NextOperation;
        ImmutableArray<int> tasks = [.. Enumerable.Range(id + 1, units.Count)];
        added = new OperationRecord(id, summary, now, tasks);
        return Forget(model with
        {
            Model = model.Model with { NextOperation = id + 1 + units.Count },
            Operations = model.Operations.Add(id, added),
            Tasks = model.Tasks.AddRange(tasks.Zip(units, (task, unit) => KeyValuePair.Create(task, new TaskRecord
            {
                Id = task, Operation = id, Unit = unit, Action = action, Parameters = parameters, Enqueued = now,
            }))),
        });
    }

    /// <summary>The model with another version of a task; unchanged when it is gone or over.</summary>
    public static ModelSnapshot Update(ModelSnapshot model, int id, Func<TaskRecord, TaskRecord> change) =>
        model.Tasks.TryGetValue(id, out var task) && !task.IsOver
            ? model with { Tasks = model.Tasks.SetItem(id, change(task)) }
            : model;

    /// <summary>Fails what was running when the engine died: an action is never run twice.</summary>
    public static ModelSnapshot FailInterrupted(ModelSnapshot model, DateTimeOffset now) =>
        model.Tasks.Values.Where(task => task.Status == TaskStatus.Running).Aggregate(model, (current, task) =>
            Update(current, task.Id, running => running with
            {
                Status = TaskStatus.Failed, Message = "interrupted by a restart of the engine", Completed = now,
            }));

    private static ModelSnapshot Forget(ModelSnapshot model)
    {
        foreach (var operation in model.Operations.Values.Take(Math.Max(0, model.Operations.Count - Remembered)))
        {
            if (operation.Tasks.All(task => !model.Tasks.TryGetValue(task, out var record) || record.IsOver))
            {
                model = model with { Operations = model.Operations.Remove(operation.Id), Tasks = model.Tasks.RemoveRange(operation.Tasks) };
            }
        }

        return model;
    }
}
