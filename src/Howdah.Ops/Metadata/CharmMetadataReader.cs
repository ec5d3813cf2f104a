using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Howdah.Ops;

/// <summary>Reads a charm's <c>metadata.yaml</c>, <c>config.yaml</c> and <c>actions.yaml</c>.</summary>
public static class CharmMetadataReader
{
    /// <summary>Reads the files of a charm's folder; the last two may be missing.</summary>
    /// <exception cref="FileNotFoundException">There is no metadata.yaml.</exception>
    /// <exception cref="FormatException">A file is wrong; the message says which and how.</exception>
    public static CharmMetadata ReadFolder(string folder)
    {
        var metadata = Path.Combine(folder, "metadata.yaml");
        if (!File.Exists(metadata))
        {
            throw new FileNotFoundException($"a charm needs a metadata.yaml, and \"{folder}\" has none", metadata);
        }

        return Parse(File.ReadAllText(metadata), Optional("config.yaml"), Optional("actions.yaml"));

        string? Optional(string name)
        {
            var path = Path.Combine(folder, name);
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
    }

    /// <summary>Reads the texts of the files.</summary>
    /// <exception cref="FormatException">One is wrong; the message says which and how.</exception>
    public static CharmMetadata Parse(string metadata, string? config = null, string? actions = null)
    {
        var map = Yaml.ParseMap(metadata, "metadata.yaml");
        return new CharmMetadata(map.Text("name") ?? throw new FormatException("metadata.yaml has no name"))
        {
            Summary = map.Text("summary") ?? "",
            Description = map.Text("description") ?? "",
            Endpoints = Endpoints(map),
            Containers = ByName(map.Map("containers"), Container, c => c.Name),
            Storages = ByName(map.Map("storage"), Storage, s => s.Name),
            Resources = ByName(map.Map("resources"), Resource, r => r.Name),
            ExtraBindings = [.. map.Map("extra-bindings").Entries().Select(e => e.Key)],
            ReadOptions = () => config is null
                ? new Dictionary<string, OptionMetadata>(StringComparer.Ordinal)
                : ByName(Yaml.ParseMap(config, "config.yaml").Map("options"), Option, o => o.Name),
            Actions = actions is null
                ? new Dictionary<string, ActionMetadata>(StringComparer.Ordinal)
                : ByName(Yaml.ParseMap(actions, "actions.yaml"), Action, a => a.Name),
        };
    }

    private static Dictionary<string, T> ByName<T>(
        YamlMappingNode map, Func<string, YamlMappingNode, T> read, Func<T, string> name) =>
        map.Entries().Select(e => read(e.Key, e.Value as YamlMappingNode ?? [])).ToDictionary(name, StringComparer.Ordinal);

    private static Dictionary<string, EndpointMetadata> Endpoints(YamlMappingNode map)
    {
        var endpoints = new Dictionary<string, EndpointMetadata>(StringComparer.Ordinal);
        Add("provides", EndpointRole.Provider);
        Add("requires", EndpointRole.Requirer);
        Add("peers", EndpointRole.Peer);
        return endpoints;

        void Add(string section, EndpointRole role)
        {
            foreach (var (name, node) in map.Map(section).Entries())
            {
                if (!endpoints.TryAdd(name, Endpoint(name, role, node)))
                {
                    throw new FormatException($"metadata.yaml declares the endpoint \"{name}\" twice");
                }
            }
        }
    }

    private static EndpointMetadata Endpoint(string name, EndpointRole role, YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > 0 } shortForm } => new EndpointMetadata(name, role, shortForm),
        YamlMappingNode map when map.Text("interface") is { } face => new EndpointMetadata(name, role, face)
        {
            Limit = map.Text("limit") is { } limit ? int.Parse(limit, CultureInfo.InvariantCulture) : null,
            IsContainerScoped = map.Text("scope") == "container",
        },
        _ => throw new FormatException($"metadata.yaml: the endpoint \"{name}\" has no interface"),
    };

    private static ContainerMetadata Container(string name, YamlMappingNode map) => new(name)
    {
        Resource = map.Text("resource"),
        Mounts = map.Find("mounts") is YamlSequenceNode list
            ? [.. list.Children.OfType<YamlMappingNode>()
                .Select(m => new MountMetadata(m.Text("storage") ?? "", m.Text("location") ?? ""))]
            : [],
    };

    private static StorageMetadata Storage(string name, YamlMappingNode map) =>
        new(name, map.Text("type") ?? "filesystem") { Location = map.Text("location") };

    private static ResourceMetadata Resource(string name, YamlMappingNode map) =>
        new(name, map.Text("type") ?? "file") { Filename = map.Text("filename") };

    private static OptionMetadata Option(string name, YamlMappingNode map) => new(
        name,
        map.Text("type") ?? throw new FormatException(
            $"Incorrectly formatted config in YAML, option {name} is expected to declare a `type`."),
        map.Text("default"),
        map.Text("description") ?? "");

    private static ActionMetadata Action(string name, YamlMappingNode map) =>
        new(name, map.Text("description") ?? "No description")
    {
        Parameters = ByName(
            map.Map("params"),
            (key, p) => new ParameterMetadata(key, p.Text("type") ?? "", p.Text("default"), p.Text("description") ?? ""),
            p => p.Name),
        Required = map.Texts("required"),
    };
}
