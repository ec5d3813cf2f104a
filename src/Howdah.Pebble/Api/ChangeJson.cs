using System.Text.Json;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary>Changes as the API shows them. Call under the lock of the <see cref="ChangeStore"/>.</summary>
internal static class ChangeJson
{
    public static void Write(Utf8JsonWriter json, Change change)
    {
        var status = change.Status;
        json.WriteStartObject();
        json.WriteString("id", change.Id);
        json.WriteString("kind", change.Kind);
        json.WriteString("summary", change.Summary);
        json.WriteString("status", status.ToString());
        if (change.Tasks.Count > 0)
        {
            json.WriteStartArray("tasks");
            foreach (var task in change.Tasks) Write(json, task);
            json.WriteEndArray();
        }
        json.WriteBoolean("ready", status.IsReady());
        if (change.Error is { } error) json.WriteString("err", error);
        json.WriteString("spawn-time", GoTime.Local(change.SpawnTime));
        if (change.ReadyTime is { } ready) json.WriteString("ready-time", GoTime.Local(ready));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChangeTask task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Id);
        json.WriteString("kind", task.Kind);
        json.WriteString("summary", task.Summary);
        json.WriteString("status", task.Status.ToString());
        if (task.Log.Count > 0)
        {
            json.WriteStartArray("log");
            foreach (var entry in task.Log) json.WriteStringValue(entry);
            json.WriteEndArray();
        }
        json.WriteStartObject("progress");
        json.WriteString("label", "");
        json.WriteNumber("done", task.Status == Status.Do ? 0 : 1);
        json.WriteNumber("total", 1);
        json.WriteEndObject();
        json.WriteString("spawn-time", GoTime.Local(task.SpawnTime));
        if (task.ReadyTime is { } ready) json.WriteString("ready-time", GoTime.Local(ready));
        if (task.ExitCode is { } code)
        {
            json.WriteStartObject("data");
            json.WriteNumber("exit-code", code);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
