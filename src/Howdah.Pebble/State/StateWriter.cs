using System.Buffers;
using System.Text.Json;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Notices;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.State;

/// <summary>Writes the state as the reference lays it out.</summary>
internal static class StateWriter
{
    public const int PatchLevel = 2;
    private static readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();

    public static void Write(IBufferWriter<byte> buffer, ChangeStore changes, NoticeStore notices, IdentityStore identities)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteNumber("patch-level", PatchLevel);
        json.WriteNumber("patch-sublevel", 0);
        GoTime.WriteUtc(json, "start-of-operation-time", _start);
        json.WritePropertyName("identities");
        IdentityJson.Write(json, identities.All.Values, secrets: true);
        json.WriteEndObject();
        lock (changes.Gate)
        {
            json.WriteStartObject("changes");
            foreach (var change in changes.Changes) WriteChange(json, change);
            json.WriteEndObject();
            json.WriteStartObject("tasks");
            foreach (var task in changes.Changes.SelectMany(c => c.Tasks)) WriteTask(json, task);
            json.WriteEndObject();
            json.WriteNumber("last-change-id", changes.LastChangeId);
            json.WriteNumber("last-task-id", changes.LastTaskId);
            json.WriteNumber("last-lane-id", changes.LastTaskId);
        }
        json.WriteStartArray("notices");
        foreach (var notice in notices.List(new NoticeFilter(null, AllUsers: true, null, [], null))) NoticeJson.Write(json, notice);
        json.WriteEndArray();
        json.WriteNumber("last-notice-id", notices.LastId);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteChange(Utf8JsonWriter json, Change change)
    {
        json.WriteStartObject(change.Id);
        json.WriteString("id", change.Id);
        json.WriteString("kind", change.Kind);
        json.WriteString("summary", change.Summary);
        json.WriteNumber("status", (int)Status.Default);
        json.WriteStartObject("data");
        if (change.CheckName is { } check) json.WriteString("check-name", check);
        WriteStrings(json, "service-names", change.Services);
        json.WriteEndObject();
        WriteStrings(json, "task-ids", change.Tasks.Select(t => t.Id));
        GoTime.WriteUtc(json, "spawn-time", change.SpawnTime);
        if (change.ReadyTime is { } ready) GoTime.WriteUtc(json, "ready-time", ready);
        json.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter json, ChangeTask task)
    {
        json.WriteStartObject(task.Id);
        json.WriteString("id", task.Id);
        json.WriteString("kind", task.Kind);
        json.WriteString("summary", task.Summary);
        json.WriteNumber("status", (int)task.Status);
        json.WriteStartObject("data");
        json.WriteString("subject", task.Subject);
        if (task.ExitCode is { } code)
        {
            json.WriteStartObject("api-data");
            json.WriteNumber("exit-code", code);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteStrings(json, "wait-tasks", task.WaitFor.Select(t => t.Id));
        json.WriteStartArray("lanes");
        json.WriteNumberValue(task.Lane);
        json.WriteEndArray();
        WriteStrings(json, "log", task.Log);
        json.WriteString("change", task.Change.Id);
        GoTime.WriteUtc(json, "spawn-time", task.SpawnTime);
        if (task.ReadyTime is { } ready) GoTime.WriteUtc(json, "ready-time", ready);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
