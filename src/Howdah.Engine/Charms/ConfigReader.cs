using System.Collections.Immutable;
using Howdah.Engine.Models;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.Charms;

/// <summary>Reads <c>config.yaml</c>, or the <c>config</c> key of <c>charmcraft.yaml</c>.</summary>
internal static class ConfigReader
{
    public static ImmutableSortedDictionary<string, ConfigOption> Read(YamlSection config, bool isFile)
    {
        if (isFile && !config.Has("options"))
        {
            throw EngineException.Invalid($"{config.Source}: invalid config: empty configuration");
        }

        return config.Sections("options")
            .Select(entry => ReadOption(entry.Key, entry.Value))
            .ByName(option => option.Name);
    }

    private static ConfigOption ReadOption(string name, YamlSection spec)
    {
        var type = spec.Text("type") switch
        {
            "string" => OptionType.String,
            "int" => OptionType.Int,
            "float" => OptionType.Float,
            "boolean" => OptionType.Boolean,
            "secret" => OptionType.Secret,
            null => throw spec.Error("type", "is missing"),
            var other => throw spec.Error("type", $"expected string, int, float, boolean or secret, got \"{other}\""),
        };
        var option = new ConfigOption(name, type, null, spec.Text("description") ?? "");
        if (spec.Node("default") is not { } node || YamlText.ToJson(node) is not { } value)
        {
            return option;
        }

        try
        {
            return option with { Default = ConfigTyping.FromJson(option, value) };
        }
        catch (EngineException e)
        {
            throw spec.Error("default", e.Message);
        }
    }
}
