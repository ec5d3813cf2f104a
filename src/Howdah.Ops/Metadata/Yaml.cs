using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Ops;

/// <summary>Reading YAML as nodes: the part of YamlDotNet that needs no reflection.</summary>
internal static class Yaml
{
    /// <summary>The map at the top of a document; an empty document is an empty map.</summary>
    /// <exception cref="FormatException">It is no YAML, or no map.</exception>
    public static YamlMappingNode ParseMap(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new FormatException($"{name} is not YAML: {e.Message} (line {e.Start.Line})", e);
        }

        return stream.Documents.Count == 0 || IsNull(stream.Documents[0].RootNode)
            ? []
            : stream.Documents[0].RootNode as YamlMappingNode ?? throw new FormatException($"{name} must be a map");
    }

    public static bool IsNull(YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    public static YamlNode? Find(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) && !IsNull(node) ? node : null;

    public static string? Text(this YamlMappingNode map, string key) => (map.Find(key) as YamlScalarNode)?.Value;

    public static YamlMappingNode Map(this YamlMappingNode map, string key) => map.Find(key) as YamlMappingNode ?? [];

    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) =>
        map.Find(key) is YamlSequenceNode list ? [.. list.Children.OfType<YamlScalarNode>().Select(n => n.Value ?? "")] : [];

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlMappingNode map) =>
        map.Children.Select(p => (((YamlScalarNode)p.Key).Value ?? "", p.Value));
}
