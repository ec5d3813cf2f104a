using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>changes</c> and <c>tasks</c>.</summary>
internal static class ChangeCommands
{
    private static readonly string _rule = new('.', 70);

    private static readonly Option _last = new("last",
        "Show the last change of this type, such as start or exec; with a question mark behind it, none is no error", null, "<type>");

    public static IReadOnlyList<Command> All { get; } =
    [
        new("changes", "Changes", "List system changes", ListAsync)
        {
            Description = "Lists what the daemon was asked to do, oldest first; with a service, what concerns that.",
            Options = [Commands.Format, Commands.AbsTime],
            Positionals = [new("service", Required: false)],
        },
        new("tasks", "Changes", "List a change's tasks", TasksAsync)
        {
            Description = "Lists the tasks of a change, each with its log.",
            Options = [Commands.Format, Commands.AbsTime, _last],
            Positionals = [new("change-id", Required: false)],
        },
    ];

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var service = invocation.Positionals is [var name] ? "&for=" + Uri.EscapeDataString(name) : "";
        var list = await invocation.Server.GetAsync("/v1/changes?select=all" + service).ConfigureAwait(false);
        if (Formats.Print(invocation, json => Formats.List(json, "changes", list.EnumerateArray()))) return 0;
        if (list.GetArrayLength() == 0)
        {
            Out.ErrorLine("no changes found");
            return 0;
        }
        Out.Table([["ID", "Status", "Spawn", "Ready", "Summary"], .. list.EnumerateArray().OrderBy(c => Text.GoTime.Parse(ServiceCommands.Text(c, "spawn-time"))).Select(c => (string[])
            [ServiceCommands.Text(c, "id"), .. Row(invocation, c)])]);
        Out.Line("");
        return 0;
    }

    private static async Task<int> TasksAsync(Invocation invocation)
    {
        if (await FindAsync(invocation).ConfigureAwait(false) is not { } change) return 0;
        if (Formats.Print(invocation, change.WriteTo)) return 0;
        List<JsonElement> tasks = change.TryGetProperty("tasks", out var found) ? [.. found.EnumerateArray()] : [];
        Out.Table([["Status", "Spawn", "Ready", "Summary"], .. tasks.Select(t => Row(invocation, t))]);
        foreach (var task in tasks)
        {
            if (!task.TryGetProperty("log", out var log)) continue;
            Out.Line($"\n{_rule}\n{ServiceCommands.Text(task, "summary")}\n");
            foreach (var entry in log.EnumerateArray()) Out.Line(entry.GetString()!);
        }
        Out.Line("");
        return 0;
    }

    private static async Task<JsonElement?> FindAsync(Invocation invocation)
    {
        if (invocation.Positionals is [var id]) return await invocation.Server.GetAsync($"/v1/changes/{Uri.EscapeDataString(id)}").ConfigureAwait(false);
        if (invocation.Value("last") is not { } kind) throw new CliException("please provide change ID or type with --last=<type>");
        var optional = kind.EndsWith('?');
        kind = kind.TrimEnd('?');
        var list = await invocation.Server.GetAsync("/v1/changes?select=all").ConfigureAwait(false);
        var last = list.EnumerateArray().LastOrDefault(c => string.Equals(ServiceCommands.Text(c, "kind"), kind, StringComparison.Ordinal));
        if (last.ValueKind == JsonValueKind.Object) return last;
        return optional ? null : throw new CliException($"no changes of type {GoQuote.Quote(kind)} found");
    }

    private static string[] Row(Invocation invocation, JsonElement item) =>
    [
        ServiceCommands.Text(item, "status"), HumanTime.Of(invocation, item, "spawn-time"), HumanTime.Of(invocation, item, "ready-time"), ServiceCommands.Text(item, "summary"),
    ];
}
