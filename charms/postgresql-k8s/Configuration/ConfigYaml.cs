using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>Writes <c>config.yaml</c>.</summary>
internal static class ConfigYaml
{
    /// <summary>The text of the file.</summary>
    internal static string Render()
    {
        var options = new YamlMappingNode();
        foreach (var option in Options.All)
        {
            var entry = new YamlMappingNode { { "type", option.Type } };
            if (option.Default is { } standard)
            {
                entry.Add("default", new YamlScalarNode(standard)
                {
                    Style = option.Type is "string" ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain,
                });
            }

            var description = $"{option.Description} Allowed: {option.Allowed}.{(option.NeedsRestart ? " A change restarts the members, one after the other." : "")}";
            entry.Add("description", new YamlScalarNode(description) { Style = ScalarStyle.DoubleQuoted });
            options.Add(option.Name, entry);
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        writer.Write("# Generated from the options declared in Configuration/; a test says how when it is out of date.\n");
        new YamlStream(new YamlDocument(new YamlMappingNode { { "options", options } })).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }
}
