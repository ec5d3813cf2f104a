using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>checks</c>, <c>check</c>, <c>start-checks</c>, <c>stop-checks</c>, <c>health</c>.</summary>
internal static class CheckCommands
{
    private const int LongestError = 70;

    public static IReadOnlyList<Command> All { get; } =
    [
        new("check", "Checks", "Query the details of a configured health check", GetAsync)
        {
            Description = "Shows one check with its latest failures, as YAML. With --refresh it is run first.",
            Options = [Commands.Format, new("refresh", "Run the check immediately")],
            Positionals = [new("check")],
        },
        new("checks", "Checks", "Query the status of configured health checks", ListAsync)
        {
            Description = "Lists the checks of the plan, or those that are named, with their failures and limits.",
            Options = [Commands.Format, Commands.Level],
            Positionals = [new("check", Required: false, Many: true)],
        },
        new("start-checks", "Checks", "Start one or more checks", invocation => ActAsync(invocation, "start", "started"))
        {
            Description = "Starts the named checks; those that run already go on.",
            Positionals = [new("check", Many: true)],
        },
        new("stop-checks", "Checks", "Stop one or more checks", invocation => ActAsync(invocation, "stop", "stopped"))
        {
            Description = "Stops the named checks; they keep the state they had.",
            Positionals = [new("check", Many: true)],
        },
        new("health", "Checks", "Query health of checks", HealthAsync)
        {
            Description = "Says whether all checks, or those that are named, are up, and exits with 1 when one is down.",
            Options = [Commands.Format, Commands.Level],
            Positionals = [new("check", Required: false, Many: true)],
        },
    ];

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var list = await invocation.Server.GetAsync("/v1/checks" + Query(invocation)).ConfigureAwait(false);
        if (Formats.Print(invocation, json => Formats.ByName(json, "checks", list))) return 0;
        if (list.GetArrayLength() == 0)
        {
            Out.ErrorLine(invocation.Positionals.Count == 0 && !invocation.Has("level") ? "Plan has no health checks." : "No matching health checks.");
            return 0;
        }
        List<string[]> rows = [["Check", "Level", "Startup", "Status", "Successes", "Failures", "Change"]];
        foreach (var check in list.EnumerateArray())
        {
            var inactive = ServiceCommands.Text(check, "status") is "inactive";
            rows.Add(
            [
                ServiceCommands.Text(check, "name"), ServiceCommands.Text(check, "level") is { Length: > 0 } level ? level : "-", ServiceCommands.Text(check, "startup"),
                ServiceCommands.Text(check, "status"), inactive ? "-" : ServiceCommands.Text(check, "successes"),
                inactive ? "-" : $"{Failures(check)}/{ServiceCommands.Text(check, "threshold")}", await ChangeAsync(invocation.Server, check).ConfigureAwait(false),
            ]);
        }
        Out.Table(rows);
        return 0;
    }

    private static async Task<string> ChangeAsync(Server server, JsonElement check)
    {
        var id = ServiceCommands.Text(check, "change-id");
        if (id.Length == 0) return "-";
        if (Failures(check) == 0) return id;
        var previous = ServiceCommands.Text(check, "prev-change-id");
        var error = await LastLogAsync(server, id).ConfigureAwait(false) ?? (previous.Length > 0 ? await LastLogAsync(server, previous).ConfigureAwait(false) : null);
        if (error is null) return id;
        error = error.Replace("\n", "\\n", StringComparison.Ordinal);
        var hint = $"... run \"pebble tasks {id}\" for more";
        if (error.Length > LongestError) error = error[..(LongestError - hint.Length)] + hint;
        return $"{id} ({error})";
    }

    private static async Task<string?> LastLogAsync(Server server, string change)
    {
        var found = await server.GetAsync($"/v1/changes/{change}").ConfigureAwait(false);
        if (!found.TryGetProperty("tasks", out var tasks) || tasks.GetArrayLength() == 0 || !tasks[0].TryGetProperty("log", out var log)) return null;
        var last = log[log.GetArrayLength() - 1].GetString()!;
        return last.Split(' ', 3) is [_, _, var message] ? message : last;
    }

    private static async Task<int> GetAsync(Invocation invocation)
    {
        var name = invocation.Positionals[0];
        JsonElement check;
        string? error = null;
        if (invocation.Has("refresh"))
        {
            var (result, _) = await invocation.Server.PostAsync("/v1/checks/refresh", json => json.WriteString("name", name)).ConfigureAwait(false);
            check = result.GetProperty("info");
            error = result.TryGetProperty("error", out var text) ? text.GetString() : null;
        }
        else
        {
            var found = await invocation.Server.GetAsync("/v1/checks?names=" + Uri.EscapeDataString(name)).ConfigureAwait(false);
            if (found.GetArrayLength() == 0) throw new CliException($"cannot find check {GoQuote.Quote(name)}");
            check = found[0];
        }
        var logs = Failures(check) > 0 && ServiceCommands.Text(check, "change-id") is { Length: > 0 } id ? await LogsAsync(invocation.Server, id).ConfigureAwait(false) : [];
        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            foreach (var property in check.EnumerateObject())
            {
                if (property.Name is "threshold" && !check.TryGetProperty("failures", out _)) json.WriteNumber("failures", 0);
                property.WriteTo(json);
            }
            if (error is not null) json.WriteString("error", error);
            if (logs.Count > 0) json.WriteString("logs", string.Join('\n', logs) + "\n");
            json.WriteEndObject();
        }
        if (Formats.Print(invocation, Write)) return 0;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        Out.Text(Formats.Yaml(document.RootElement));
        return 0;
    }

    private static async Task<List<string>> LogsAsync(Server server, string change)
    {
        var found = await server.GetAsync($"/v1/changes/{change}").ConfigureAwait(false);
        return [.. found.GetProperty("tasks").EnumerateArray().Where(t => t.TryGetProperty("log", out _))
            .SelectMany(t => t.GetProperty("log").EnumerateArray()).Select(l => l.GetString()!)];
    }

    private static async Task<int> ActAsync(Invocation invocation, string action, string done)
    {
        var (result, _) = await invocation.Server.PostAsync("/v1/checks", json =>
        {
            json.WriteString("action", action);
            ServiceCommands.Strings(json, "checks", invocation.Positionals);
        }).ConfigureAwait(false);
        var changed = result.GetProperty("changed").EnumerateArray().Select(c => c.GetString()).ToList();
        Out.Line(changed.Count == 0 ? $"Checks already {done}." : $"Checks {done}: {string.Join(", ", changed)}");
        return 0;
    }

    private static async Task<int> HealthAsync(Invocation invocation)
    {
        var result = await invocation.Server.GetAsync("/v1/health" + Query(invocation)).ConfigureAwait(false);
        var healthy = result.GetProperty("healthy").GetBoolean();
        if (!Formats.Print(invocation, result.WriteTo)) Out.Line(healthy ? "healthy" : "unhealthy");
        return healthy ? 0 : 1;
    }

    private static int Failures(JsonElement check) => check.TryGetProperty("failures", out var failures) ? failures.GetInt32() : 0;

    private static string Query(Invocation invocation)
    {
        List<string> query = [.. invocation.Positionals.Select(n => "names=" + Uri.EscapeDataString(n))];
        if (invocation.Value("level") is { } level) query.Add("level=" + level);
        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }
}
