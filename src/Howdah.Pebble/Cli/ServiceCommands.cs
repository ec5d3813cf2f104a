using System.Text.Json;
using System.Text.RegularExpressions;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>services</c>, <c>start</c>, <c>stop</c>, <c>restart</c>, <c>replan</c>, <c>autostart</c>, <c>signal</c>, <c>logs</c>.</summary>
internal static partial class ServiceCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("services", "Services", "Query the status of configured services", ListAsync)
        {
            Description = "Lists the services of the plan, or those that are named, with what they do now.",
            Options = [Commands.Format, Commands.AbsTime],
            Positionals = [new("service", Required: false, Many: true)],
        },
        new("logs", "Services", "Fetch service logs", LogsCommand.RunAsync)
        {
            Description = "Prints the latest output of the named services, or of all, oldest first.",
            Options =
            [
                new("follow", "Follow (tail) logs for given services until Ctrl-C is pressed. If no services are specified, show logs from all services running when the command starts.", 'f'),
                new("format", "Output format", null, "[text|json]", false, ["text", "json"]),
                new("", "Number of logs to show (before following); defaults to 30. If 'all', show all buffered logs.", 'n', "<n>"),
            ],
            Positionals = [new("service", Required: false, Many: true)],
        },
        Action("start", "Start a service and its dependencies", "service",
            "Starts the named services and all that they require, and waits until they have run for a second."),
        Action("restart", "Restart a service", "service",
            "Stops the named services, but not those that require them, and starts them with what they require."),
        new("signal", "Services", "Send a signal to one or more running services", SignalAsync)
        {
            Description = "Sends a signal, such as HUP or SIGHUP, to the first process of each named service.",
            Positionals = [new("SIGNAL"), new("service", Many: true)],
        },
        Action("stop", "Stop a service and its dependents", "service",
            "Stops the named services and all that require them, and waits until their processes have ended."),
        Action("replan", "Stop, start, or restart services and checks that have changed", null,
            "Restarts the services whose configuration is no longer the one that they run with, and starts those whose startup is"
            + " enabled."),
        Action("autostart", "Start services set to start by default", null,
            "Starts the services whose startup is enabled, and waits until they have run for a second."),
    ];

    private static Command Action(string name, string summary, string? positional, string description) =>
        new(name, name is "replan" ? "Plan" : "Services", summary, invocation => ActAsync(invocation, name))
        {
            Description = description,
            Options = [Commands.NoWait],
            Positionals = positional is null ? [] : [new(positional, Many: true)],
        };

    private static async Task<int> ActAsync(Invocation invocation, string action)
    {
        var (_, change) = await invocation.Server.PostAsync("/v1/services", json =>
        {
            json.WriteString("action", action);
            Strings(json, "services", invocation.Positionals);
        }).ConfigureAwait(false);
        return await ChangeWaiter.WaitAsync(invocation, change!).ConfigureAwait(false);
    }

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var names = invocation.Positionals;
        var list = await invocation.Server.GetAsync("/v1/services" + (names.Count > 0 ? "?names=" + Uri.EscapeDataString(string.Join(',', names)) : "")).ConfigureAwait(false);
        if (Formats.Print(invocation, json => Formats.ByName(json, "services", list))) return 0;
        if (list.GetArrayLength() == 0)
        {
            Out.ErrorLine(names.Count == 0 ? "Plan has no services." : "No matching services.");
            return 0;
        }
        Out.Table([["Service", "Startup", "Current", "Since"], .. list.EnumerateArray().Select(s => (string[])
            [Text(s, "name"), Text(s, "startup"), Text(s, "current"), HumanTime.Of(invocation, s, "current-since")])]);
        return 0;
    }

    private static async Task<int> SignalAsync(Invocation invocation)
    {
        var signal = invocation.Positionals[0];
        if (!UpperCase().IsMatch(signal)) throw new CliException("signal name must be uppercase, for example HUP");
        if (!signal.StartsWith("SIG", StringComparison.Ordinal)) signal = "SIG" + signal;
        await invocation.Server.PostAsync("/v1/signals", json =>
        {
            json.WriteString("signal", signal);
            Strings(json, "services", invocation.Positionals.Skip(1));
        }).ConfigureAwait(false);
        return 0;
    }

    internal static string Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.ToString() : "";

    internal static void Strings(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    [GeneratedRegex("^[A-Z0-9+-]+$", RegexOptions.None, 1000)]
    private static partial Regex UpperCase();
}
