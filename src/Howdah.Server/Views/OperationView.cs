using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Models;
using Howdah.Server.Client.Operations;

namespace Howdah.Server.Views;

/// <summary>Operations and tasks as <c>run --format json</c> and its like show them.</summary>
internal static class OperationView
{
    /// <summary>An operation with its tasks.</summary>
    public static OperationDetail Of(ModelSnapshot model, OperationRecord operation)
    {
        var tasks = operation.Tasks
            .Select(id => model.Tasks.TryGetValue(id, out var task) ? task : null)
            .OfType<TaskRecord>()
            .ToList();
        var allOver = tasks.TrueForAll(task => task.IsOver);
        return new OperationDetail(Text(operation.Id), operation.Summary, StatusOf(tasks, allOver), [.. tasks.Select(Of)])
        {
            Action = tasks.Count == 0 ? null : new OperationAction(tasks[0].Action, tasks[0].Parameters),
            Timing = new TaskTiming
            {
                Enqueued = Times.OfTask(operation.Enqueued),
                Started = tasks.Min(task => task.Started) is { } started ? Times.OfTask(started) : null,
                Completed = allOver && tasks.Max(task => task.Completed) is { } completed ? Times.OfTask(completed) : null,
            },
        };
    }

    /// <summary>A task.</summary>
    public static TaskDetail Of(TaskRecord task) => new()
    {
        Id = Text(task.Id),
        Unit = task.Unit,
        Status = task.Status,
        Message = task.Message.Length == 0 ? null : task.Message,
        Log = task.Log.IsEmpty ? null : [.. task.Log.Select(line => $"{Times.OfTask(line.Time)} {line.Text}")],
        Results = ResultsOf(task),
        Timing = new TaskTiming
        {
            Enqueued = Times.OfTask(task.Enqueued),
            Started = task.Started is { } started ? Times.OfTask(started) : null,
            Completed = task.Completed is { } completed ? Times.OfTask(completed) : null,
        },
    };

    private static JsonElement? ResultsOf(TaskRecord task)
    {
        if (!task.IsOver || (task.ReturnCode is null && task.Results is null))
        {
            return null;
        }

        var results = task.Results is { ValueKind: JsonValueKind.Object } set ? (JsonObject)JsonNode.Parse(set.GetRawText())! : [];
        if (task.ReturnCode is { } code)
        {
            results["return-code"] = code;
        }

        AddStream(results, "stdout", task.Stdout, task.StdoutIsBase64);
        AddStream(results, "stderr", task.Stderr, task.StderrIsBase64);
        using var document = JsonDocument.Parse(results.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void AddStream(JsonObject results, string name, string text, bool isBase64)
    {
        if (text.Length == 0)
        {
            return;
        }

        results[name] = text;
        if (isBase64)
        {
            results[name + "-encoding"] = "base64";
        }
    }

    private static string StatusOf(List<TaskRecord> tasks, bool allOver)
    {
        if (allOver)
        {
            return tasks.Find(task => task.Status != Howdah.Engine.Models.TaskStatus.Completed)?.Status ?? TaskStates.Completed;
        }

        return tasks.Exists(task => task.Started is not null) ? TaskStates.Running : TaskStates.Pending;
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
