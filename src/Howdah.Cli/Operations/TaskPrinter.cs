using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Operations;

/// <summary>Prints the results of tasks.</summary>
internal static class TaskPrinter
{
    private static readonly string[] OutputKeys = ["return-code", "stdout", "stderr", "stdout-encoding", "stderr-encoding"];

    /// <summary>Prints all results and returns the exit code: 1 when a task failed.</summary>
    public static int Print(Call call, string format, IReadOnlyDictionary<string, TaskDetail> results)
    {
        if (format != OutputFormat.Plain)
        {
            call.Out.Print(format, results, ApiJson.Default.IReadOnlyDictionaryStringTaskDetail);
        }
        else if (results.Count == 1)
        {
            call.Out.Write(PlainText(results.Values.First()));
        }
        else
        {
            PrintMap(call, results);
        }

        var failed = results.Values.Where(task => task.Status != TaskStates.Completed || ReturnCode(task) != 0).ToList();
        if (failed.Count == 0)
        {
            return 0;
        }

        call.Error.WriteLine($"ERROR the following task{(failed.Count == 1 ? "" : "s")} failed:");
        foreach (var task in failed)
        {
            call.Error.WriteLine($" - id \"{task.Id}\" with return code {ReturnCode(task)}");
        }

        call.Error.WriteLine();
        call.Error.WriteLine($"use '{ProgramName.Current} show-task' to inspect the failure");
        return CliException.Failure;
    }

    /// <summary>The exit code that a task's results name; 0 when they name none.</summary>
    public static int ReturnCode(TaskDetail task) =>
        task.Results is { ValueKind: JsonValueKind.Object } results
        && results.TryGetProperty("return-code", out var code)
        && code.TryGetInt32(out var number) ? number : 0;

    /// <summary>What <c>run</c> prints of one task: its results as YAML, then what it wrote.</summary>
    public static string PlainText(TaskDetail task)
    {
        var text = new StringBuilder();
        if (task.Status != TaskStates.Completed)
        {
            text.Append("Action id ").Append(task.Id).Append(' ').Append(task.Status).Append(": ").Append(task.Message).Append('\n');
        }

        if (task.Results is not { ValueKind: JsonValueKind.Object } results)
        {
            return text.ToString();
        }

        var set = new JsonObject(results.EnumerateObject()
            .Where(property => !OutputKeys.Contains(property.Name, StringComparer.Ordinal))
            .Select(property => KeyValuePair.Create(property.Name, JsonNode.Parse(property.Value.GetRawText()))));
        if (set.Count > 0)
        {
            using var document = JsonDocument.Parse(set.ToJsonString());
            text.Append(YamlWriter.Write(document.RootElement));
        }

        foreach (var stream in new[] { Text(results, "stdout"), Text(results, "stderr") }.Where(stream => stream.Length > 0))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(stream).Append(stream.EndsWith('\n') ? "" : "\n");
        }

        return text.ToString();
    }

    private static void PrintMap(Call call, IReadOnlyDictionary<string, TaskDetail> results)
    {
        var map = new JsonObject(results.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonObject
        {
            ["id"] = pair.Value.Id,
            ["output"] = PlainText(pair.Value with { Status = TaskStates.Completed }),
            ["status"] = pair.Value.Status,
            ["message"] = pair.Value.Message,
        })));
        foreach (var (_, task) in map)
        {
            if (task!["message"] is null)
            {
                task.AsObject().Remove("message");
            }
        }

        using var document = JsonDocument.Parse(map.ToJsonString());
        call.Out.Write(YamlWriter.Write(document.RootElement));
    }

    private static string Text(JsonElement results, string name) =>
        results.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
