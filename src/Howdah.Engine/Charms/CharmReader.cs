using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Howdah.Engine.Models;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.Charms;

/// <summary>The files of a charm that the engine reads, as text.</summary>
/// <param name="Metadata"><c>metadata.yaml</c>, or <c>charmcraft.yaml</c> of a charm that is not packed.</param>
/// <param name="Config"><c>config.yaml</c>; null when there is none.</param>
/// <param name="Actions"><c>actions.yaml</c>; null when there is none.</param>
/// <param name="Version">First line of <c>version</c>.</param>
public sealed record CharmFiles(string Metadata, string? Config, string? Actions, string Version);

/// <summary>Reads what a charm declares.</summary>
public static partial class CharmReader
{
    /// <summary>Reads the files of a charm.</summary>
    /// <exception cref="EngineException">A file is wrong; the message has its name and line.</exception>
    public static Charm Read(CharmFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var metadata = YamlSection.Parse(files.Metadata, "metadata.yaml");
        var name = metadata.Text("name") ?? throw EngineException.Invalid("metadata.yaml: \"name\" is missing");
        if (!CharmName().IsMatch(name))
        {
            throw metadata.Error("name", $"invalid charm name \"{name}\": use lower-case letters, digits and dashes, a letter in every part");
        }

        var resources = ReadResources(metadata);
        var storages = ReadStorages(metadata);
        var charm = new Charm
        {
            Name = name,
            Summary = metadata.Text("summary") ?? "",
            Description = metadata.Text("description") ?? "",
            Version = files.Version,
            Subordinate = metadata.Flag("subordinate"),
            Endpoints = ReadEndpoints(metadata),
            ExtraBindings = [.. metadata.Section("extra-bindings").Keys],
            Resources = resources,
            Storages = storages,
            Containers = ReadContainers(metadata, resources, storages),
            Options = ConfigReader.Read(files.Config is null
                ? metadata.Section("config")
                : YamlSection.Parse(files.Config, "config.yaml"), files.Config is not null),
            Actions = ActionReader.Read(files.Actions is null
                ? metadata.Section("actions")
                : YamlSection.Parse(files.Actions, "actions.yaml")),
        };
        Check(metadata, charm);
        return charm;
    }

    private static void Check(YamlSection metadata, Charm charm)
    {
        if (charm.ExtraBindings.FirstOrDefault(charm.Endpoints.ContainsKey) is { } binding)
        {
            throw metadata.Error("extra-bindings", $"\"{binding}\" is an endpoint already");
        }

        if (charm.Subordinate && !charm.Endpoints.Values.Any(e => e is { Role: EndpointRole.Requirer, ContainerScoped: true }))
        {
            throw metadata.Error("subordinate", "a subordinate charm requires at least one endpoint with scope: container");
        }

        if (StorageLocation.FindNested(charm) is { } nested)
        {
            throw metadata.Error("storage", nested);
        }
    }

    private static ImmutableSortedDictionary<string, Endpoint> ReadEndpoints(YamlSection metadata)
    {
        var endpoints = ImmutableSortedDictionary.CreateBuilder<string, Endpoint>(StringComparer.Ordinal);
        foreach (var (key, role) in new[]
            { ("provides", EndpointRole.Provider), ("requires", EndpointRole.Requirer), ("peers", EndpointRole.Peer) })
        {
            var section = metadata.Section(key);
            foreach (var name in section.Keys)
            {
                var endpoint = ReadEndpoint(section, name, role);
                if (!EndpointName().IsMatch(name) || name == "juju" || name.StartsWith("juju-", StringComparison.Ordinal))
                {
                    throw section.Error(name, $"\"{name}\" cannot be the name of an endpoint");
                }

                if (!endpoints.TryAdd(name, endpoint))
                {
                    throw section.Error(name, "an endpoint of this name was declared already");
                }
            }
        }

        return endpoints.ToImmutable();
    }

    private static Endpoint ReadEndpoint(YamlSection section, string name, EndpointRole role)
    {
        if (section.Node(name) is YamlDotNet.RepresentationModel.YamlScalarNode && section.Text(name) is { } shortForm)
        {
            return new Endpoint(name, shortForm, role, null, false, false);
        }

        var spec = section.Section(name);
        return new Endpoint(
            name,
            spec.Text("interface") ?? throw section.Error(name, "\"interface\" is missing"),
            role,
            spec.Integer("limit"),
            spec.Flag("optional"),
            spec.Text("scope") switch
            {
                null or "global" => false,
                "container" => true,
                var other => throw spec.Error("scope", $"expected global or container, got \"{other}\""),
            });
    }

    private static ImmutableSortedDictionary<string, Resource> ReadResources(YamlSection metadata) =>
        metadata.Sections("resources").Select(entry =>
        {
            var type = entry.Value.Text("type") ?? "file";
            if (type is not ("file" or "oci-image"))
            {
                throw entry.Value.Error("type", $"expected file or oci-image, got \"{type}\"");
            }

            var file = entry.Value.Text("filename");
            return type == "file" && (file is null or "" or "." or ".." || file.Contains('/', StringComparison.Ordinal))
                ? throw entry.Value.Error("filename", "a file resource needs a filename without \"/\"")
                : !PartName().IsMatch(entry.Key)
                ? throw entry.Value.Error("name", $"\"{entry.Key}\" cannot be the name of a resource")
                : new Resource(entry.Key, type, file, entry.Value.Text("description") ?? "");
        }).ByName(resource => resource.Name);

    private static ImmutableSortedDictionary<string, Storage> ReadStorages(YamlSection metadata) =>
        metadata.Sections("storage").Select(entry =>
        {
            var (minimum, maximum) = StorageRange.Parse(entry.Value.Section("multiple"));
            var kind = entry.Value.Text("type");
            return kind is not ("filesystem" or "block")
                ? throw entry.Value.Error("type", $"expected filesystem or block, got \"{kind}\"")
                : !PartName().IsMatch(entry.Key)
                ? throw entry.Value.Error("name", $"\"{entry.Key}\" cannot be the name of a storage")
                : new Storage(
                    entry.Key, kind, minimum, maximum, StorageLocation.Read(entry.Value), entry.Value.Flag("read-only"));
        }).ByName(storage => storage.Name);

    private static ImmutableSortedDictionary<string, Container> ReadContainers(
        YamlSection metadata,
        ImmutableSortedDictionary<string, Resource> resources,
        ImmutableSortedDictionary<string, Storage> storages) =>
        metadata.Sections("containers").Select(entry =>
        {
            var (name, spec) = entry;
            if (name is "charm" or "charm-init" || name.Length > 63 || !PartName().IsMatch(name))
            {
                throw spec.Error("name", $"\"{name}\" cannot be the name of a container");
            }

            var resource = spec.Text("resource");
            if (resource is not null && !resources.ContainsKey(resource))
            {
                throw spec.Error("resource", $"resource \"{resource}\" is not declared");
            }

            return new Container(name, resource, User(spec, "uid"), User(spec, "gid"), ReadMounts(spec, storages));
        }).ByName(container => container.Name);

    private static ImmutableArray<ContainerMount> ReadMounts(YamlSection container, ImmutableSortedDictionary<string, Storage> storages) =>
    [
        .. container.List("mounts").Select(node =>
        {
            var mount = YamlSection.Of(container.Source, $"{container.Path}.mounts", node);
            var storage = mount.Text("storage") ?? throw mount.Error("storage", "is missing");
            return storages.ContainsKey(storage)
                ? new ContainerMount(storage, StorageLocation.Read(mount) ?? throw mount.Error("location", "is missing"))
                : throw mount.Error("storage", $"storage \"{storage}\" is not declared");
        }),
    ];

    private static int? User(YamlSection container, string key) => container.Integer(key) switch
    {
        >= 1000 and <= 9999 => throw container.Error(key, "1000 to 9999 are reserved"),
        var id => id,
    };

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CharmName();

    [GeneratedRegex("^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PartName();

    [GeneratedRegex("^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndpointName();
}
