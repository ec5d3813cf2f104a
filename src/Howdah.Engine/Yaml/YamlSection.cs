using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.Yaml;

/// <summary>A mapping of a YAML file with the file's name, so that whoever reads a key from it can complain with place and value.</summary>
internal sealed class YamlSection
{
    private readonly YamlMappingNode _map;

    private YamlSection(string source, string path, YamlMappingNode map) => (Source, Path, _map) = (source, path, map);

    /// <summary>Name of the file.</summary>
    public string Source { get; }

    /// <summary>Where in the file, <c>applications.etcd</c>; empty at the top.</summary>
    public string Path { get; }

    /// <summary>Keys in the order of the file.</summary>
    public IEnumerable<string> Keys => _map.Children.Keys.Select(YamlText.KeyOf);

    public static YamlSection Parse(string text, string source) => Of(source, "", YamlText.Parse(text, source));

    public static YamlSection Of(string source, string path, YamlNode? node) => node switch
    {
        YamlMappingNode map => new YamlSection(source, path, map),
        null => new YamlSection(source, path, []),
        _ when YamlText.IsNull(node) => new YamlSection(source, path, []),
        _ => throw EngineException.Invalid($"{source}:{node.Start.Line}: {(path.Length == 0 ? "" : $"\"{path}\": ")}expected a map"),
    };

    public YamlNode? Node(string key) =>
        _map.Children.FirstOrDefault(pair => string.Equals(YamlText.KeyOf(pair.Key), key, StringComparison.Ordinal)).Value;

    public bool Has(string key) => Node(key) is not null;

    public string? Text(string key) => Node(key) switch
    {
        null => null,
        var node when YamlText.IsNull(node) => null,
        YamlScalarNode scalar => scalar.Value,
        var node => throw Error(node, key, "expected a string"),
    };

    public bool Flag(string key) => Text(key) switch
    {
        null or "false" or "False" or "no" => false,
        "true" or "True" or "yes" => true,
        var other => throw Error(Node(key)!, key, $"expected true or false, got \"{other}\""),
    };

    public int? Integer(string key) => Text(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Error(Node(key)!, key, $"expected an integer, got \"{other}\""),
    };

    public IReadOnlyList<YamlNode> List(string key) => Node(key) switch
    {
        null => [],
        var node when YamlText.IsNull(node) => [],
        YamlSequenceNode list => [.. list.Children],
        var node => throw Error(node, key, "expected a list"),
    };

    public YamlSection Section(string key) => Of(Source, Join(key), Node(key));

    /// <summary>The mapping's entries, each of which is a mapping (or nothing) itself.</summary>
    public IEnumerable<(string Key, YamlSection Value)> Sections(string key) =>
        Section(key) is var section ? section.Keys.Select(name => (name, section.Section(name))) : [];

    /// <summary>Refuses the first key that is not one of <paramref name="known"/>.</summary>
    public void Allow(params ReadOnlySpan<string> known)
    {
        foreach (var key in _map.Children.Keys)
        {
            if (!known.Contains(YamlText.KeyOf(key)))
            {
                throw EngineException.Invalid(
                    $"{Source}:{key.Start.Line}: unknown key \"{YamlText.KeyOf(key)}\"{(Path.Length == 0 ? "" : $" in \"{Path}\"")}");
            }
        }
    }

    public EngineException Error(string key, string problem) => Error(Node(key) ?? _map, key, problem);

    private EngineException Error(YamlNode node, string key, string problem) =>
        EngineException.Invalid($"{Source}:{node.Start.Line}: \"{Join(key)}\": {problem}");

    private string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
