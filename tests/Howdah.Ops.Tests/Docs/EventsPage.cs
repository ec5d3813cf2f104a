using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Docs;

/// <summary>The reference page of the events that a charm can be told, made from the framework itself.</summary>
internal static partial class EventsPage
{
    private const string Charm = """
        name: any
        requires: {endpoint: {interface: any}}
        containers: {container: {}}
        storage: {storage: {type: filesystem}}
        """;

    /// <summary>The top of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath("../../..", Folder());

    /// <summary>The page.</summary>
    public static async Task<string> RenderAsync()
    {
        var text = new StringBuilder(
            """
            # Events

            What a charm can be told. For each event the charm's `dispatch` is started, with `hooks/` and the name in the first column in `JUJU_DISPATCH_PATH`
            (`actions/` for an action); a charm in C# observes it with the second column, `Observe(On.Start, e => …)`. What stands in capitals is the name that `metadata.yaml` gives an endpoint, a container or
            a storage, and `actions.yaml` an action. One event at a time is told to a unit; what it writes counts when its process ends with 0.

            | hook | observe | event | when |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        await new Scenario(context => new ScriptedCharm(context, charm => AddAll(text, charm.On)), CharmMetadataReader.Parse(Charm, null, "action: {}"))
            .RunAsync(Trigger.Start, new State());
        return text.ToString();
    }

    private static void AddAll(StringBuilder text, CharmEvents on)
    {
        var source = Source("CharmEvents.cs");
        foreach (var match in Property().Matches(source).Cast<Match>())
        {
            var name = match.Groups["name"].Value;
            var one = (EventSource)typeof(CharmEvents).GetProperty(name)!.GetValue(on)!;
            var isHook = !one.Kind.StartsWith("collect", StringComparison.Ordinal);
            Add(text, isHook ? $"`{one.Kind.Replace('_', '-')}`" : "", $"On.{name}", one, match.Groups["text"].Value);
        }

        AddDeclared(text, "Relation", "endpoint", on.Relation("endpoint"));
        AddDeclared(text, "Container", "container", on.Container("container"));
        AddDeclared(text, "Storage", "storage", on.Storage("storage"));
        Add(text, "`actions/ACTION`", "On.Action(\"ACTION\")", on.Action("action"), Summary(typeof(ActionEvent)));
    }

    private static void AddDeclared(StringBuilder text, string method, string name, object sources)
    {
        var capitals = name.ToUpperInvariant();
        var source = Source("DeclaredEventSources.cs");
        var documented = Parameter().Matches(source[..source.IndexOf($"record {sources.GetType().Name}(", StringComparison.Ordinal)])
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value.Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal), StringComparer.Ordinal);
        foreach (var property in sources.GetType().GetProperties().Where(property => property.PropertyType.IsSubclassOf(typeof(EventSource))))
        {
            var one = (EventSource)property.GetValue(sources)!;
            Add(
                text, $"`{capitals}-{one.Kind[(name.Length + 1)..].Replace('_', '-')}`", $"On.{method}(\"{capitals}\").{property.Name}", one,
                documented[property.Name]);
        }
    }

    private static void Add(StringBuilder text, string hook, string observe, EventSource one, string when) =>
        text.Append($"| {hook} | `{observe}` | `{one.GetType().GenericTypeArguments[0].Name}` | {when} |\n");

    // The summary of an event's class, as its source has it.
    private static string Summary(Type type) => Directory
        .EnumerateFiles(Path.Combine(Root, "src", "Howdah.Ops"), "*.cs", SearchOption.AllDirectories)
        .Select(file => Regex.Match(
            File.ReadAllText(file), $"<summary>(?<text>.*)</summary>\\s+public sealed class {type.Name}\\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))
        .Single(match => match.Success).Groups["text"].Value;

    private static string Source(string file) => File.ReadAllText(Path.Combine(Root, "src", "Howdah.Ops", "Events", file));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("""<param name="(?<name>\w+)">(?<text>.*)</param>""", RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Parameter();

    [GeneratedRegex("""<summary>(?<text>.*)</summary>\s+public EventSource<\w+> (?<name>\w+) \{""", RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Property();
}
