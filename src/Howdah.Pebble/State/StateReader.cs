using System.Text.Json;
using Howdah.Pebble.Api;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Notices;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.State;

/// <summary>Reads the state file.</summary>
internal static class StateReader
{
    /// <exception cref="StateException">It is damaged, or of a newer version.</exception>
    public static void Read(byte[] content, ChangeStore changes, NoticeStore notices, IdentityStore identities)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            Read(document.RootElement, changes, notices);
            ReadIdentities(document.RootElement, identities);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IdentityException)
        {
            throw new StateException($"cannot read the state file: {wrong.Message}");
        }
    }

    private static void Read(JsonElement root, ChangeStore changes, NoticeStore notices)
    {
        var level = root.TryGetProperty("data", out var data) && data.TryGetProperty("patch-level", out var number) ? number.GetInt32() : 0;
        if (level > StateWriter.PatchLevel)
        {
            throw new StateException($"cannot downgrade: software version is too old for the current system state (patch level {level})");
        }
        var tasks = root.TryGetProperty("tasks", out var taskMap) ? taskMap : default;
        List<Change> loaded = [];
        if (root.TryGetProperty("changes", out var changeMap) && changeMap.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in changeMap.EnumerateObject()) loaded.Add(ReadChange(entry.Value, tasks));
        }
        changes.Restore(Number(root, "last-change-id"), Number(root, "last-task-id"), loaded.OrderBy(c => c.SpawnTime));
        if (root.TryGetProperty("notices", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            notices.Restore(Number(root, "last-notice-id"), [.. list.EnumerateArray().Select(NoticeJson.Read)]);
        }
    }

    private static void ReadIdentities(JsonElement root, IdentityStore identities)
    {
        if (!root.TryGetProperty("data", out var data) || !data.TryGetProperty("identities", out var found) || found.ValueKind != JsonValueKind.Object) return;
        identities.Restore(found.EnumerateObject().Select(i => IdentityReader.Read(i.Name, i.Value.Deserialize(BodyJson.Default.IdentityBody)!, null)));
    }

    private static Change ReadChange(JsonElement json, JsonElement tasks)
    {
        var data = json.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var change = new Change(Text(json, "id"), Text(json, "kind"), Text(json, "summary"), Time(json, "spawn-time") ?? default)
        {
            ReadyTime = Time(json, "ready-time"),
            CheckName = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("check-name", out var check) ? check.GetString() : null,
            Services = data.ValueKind == JsonValueKind.Object ? Strings(data, "service-names") : [],
        };
        Dictionary<string, ChangeTask> byId = new(StringComparer.Ordinal);
        foreach (var id in Strings(json, "task-ids"))
        {
            var task = ReadTask(tasks.GetProperty(id), change);
            byId[id] = task;
            change.Tasks.Add(task);
        }
        foreach (var task in change.Tasks)
        {
            task.WaitFor.AddRange(Strings(tasks.GetProperty(task.Id), "wait-tasks").Where(byId.ContainsKey).Select(id => byId[id]));
        }
        return change;
    }

    private static ChangeTask ReadTask(JsonElement json, Change change)
    {
        var data = json.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var has = data.ValueKind == JsonValueKind.Object;
        var task = new ChangeTask(Text(json, "id"), Text(json, "kind"), Text(json, "summary"), Time(json, "spawn-time") ?? default)
        {
            Change = change,
            Lane = json.TryGetProperty("lanes", out var lanes) && lanes.ValueKind == JsonValueKind.Array && lanes.GetArrayLength() > 0 ? lanes[0].GetInt32() : 0,
            Subject = has && data.TryGetProperty("subject", out var subject) ? subject.GetString()! : "",
            Status = json.TryGetProperty("status", out var status) ? (Status)status.GetInt32() : Status.Do,
            ReadyTime = Time(json, "ready-time"),
            ExitCode = has && data.TryGetProperty("api-data", out var api) && api.TryGetProperty("exit-code", out var code) ? code.GetInt32() : null,
        };
        task.Log.AddRange(Strings(json, "log"));
        return task;
    }

    private static int Number(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetInt32() : 0;

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? "";

    private static DateTimeOffset? Time(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? GoTime.Parse(value.GetString()!) : null;

    private static List<string> Strings(JsonElement json, string key) =>
        json.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(e => e.GetString() ?? "")] : [];
}
