using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Howdah.Engine.Models;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.Charms;

/// <summary>Reads <c>actions.yaml</c>, or the <c>actions</c> key of <c>charmcraft.yaml</c>.</summary>
internal static partial class ActionReader
{
    public static ImmutableSortedDictionary<string, ActionSpec> Read(YamlSection actions) =>
        actions.Keys.Select(name => ReadAction(actions, name)).ByName(action => action.Name);

    private static ActionSpec ReadAction(YamlSection actions, string name)
    {
        if (!ActionName().IsMatch(name) || name == "juju" || name.StartsWith("juju-", StringComparison.Ordinal))
        {
            throw actions.Error(name, $"\"{name}\" cannot be the name of an action");
        }

        var spec = actions.Section(name);
        var schema = new JsonObject { ["type"] = "object" };
        foreach (var key in spec.Keys)
        {
            var value = YamlText.ToJson(spec.Node(key)!);
            switch (key)
            {
                case "description" or "parallel" or "execution-group":
                    break;
                case "params":
                    schema["properties"] = value ?? new JsonObject();
                    break;
                case "$schema" or "$ref":
                    throw spec.Error(key, "is not allowed in an action's schema");
                default:
                    schema[key] = value;
                    break;
            }
        }

        if (schema["properties"] is null)
        {
            schema["properties"] = new JsonObject();
        }

        return new ActionSpec(name, spec.Text("description") ?? "No description", spec.Flag("parallel"), ConfigTyping.Element(schema));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActionName();
}
