using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;
using Howdah.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.Bundles;

/// <summary>Reads <c>bundle.yaml</c>. Unknown keys are errors, so that a slip of the pen is not silently something else.</summary>
public static class BundleReader
{
    /// <summary>Reads a bundle.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="EngineException">It is no bundle; the message has file and line.</exception>
    public static Bundle Read(string text, string source)
    {
        var documents = YamlText.ParseAll(text, source);
        if (documents.Count > 1)
        {
            throw EngineException.Invalid($"{source}:{documents[1].Start.Line}: overlays (several documents in one bundle) are not supported");
        }

        var root = YamlSection.Of(source, "", documents.Count == 0 ? null : documents[0]);
        root.Allow(
            "bundle", "name", "description", "docs", "tags", "website", "source", "issues", "default-base", "series",
            "applications", "services", "relations");
        if (root.Text("bundle") is { } type and not "kubernetes")
        {
            throw root.Error("bundle", $"bundle has an invalid type \"{type}\"");
        }

        var key = root.Has("services") ? "services" : "applications";
        ImmutableArray<BundleApplication> applications = [.. root.Sections(key).Select(entry => ReadApplication(entry.Key, entry.Value))];
        if (applications.IsEmpty)
        {
            throw EngineException.Invalid($"{source}: at least one application must be specified");
        }

        ImmutableArray<BundleRelation> relations = [.. root.List("relations").SelectMany(node => ReadRelation(root, node))];
        foreach (var relation in relations)
        {
            CheckRelation(source, relation, applications);
        }

        return new Bundle(root.Text("name") ?? "", root.Text("description") ?? "", applications, relations);
    }

    private static BundleApplication ReadApplication(string name, YamlSection spec)
    {
        spec.Allow(
            "charm", "channel", "revision", "base", "series", "num_units", "scale", "options", "resources", "storage", "constraints",
            "annotations", "bindings", "devices", "trust", "plan", "expose", "to", "placement");
        if (spec.Has("num_units") && spec.Has("scale"))
        {
            throw spec.Error("num_units", "give either num_units or scale, not both");
        }

        var scale = spec.Integer("num_units") ?? spec.Integer("scale") ?? 1;
        return new BundleApplication(
            name,
            spec.Text("charm") ?? throw spec.Error("charm", "is missing"),
            scale >= 0 ? scale : throw spec.Error("scale", $"expected 0 or more, got {scale}"),
            ReadOptions(spec.Section("options")),
            spec.Flag("trust"),
            ReadStorage(spec.Section("storage")),
            spec.Section("resources") is var resources
                ? resources.Keys.Select(key => KeyValuePair.Create(key, resources.Text(key) ?? "")).ToBag()
                : Bag.Empty);
    }

    private static ImmutableSortedDictionary<string, JsonElement> ReadOptions(YamlSection options)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var key in options.Keys)
        {
            if (YamlText.ToJson(options.Node(key)!) is { } value)
            {
                builder[key] = ConfigTyping.Element(value);
            }
        }

        return builder.ToImmutable();
    }

    // "pool,10G,2": what counts here is the count.
    private static ImmutableSortedDictionary<string, int> ReadStorage(YamlSection storage)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var key in storage.Keys)
        {
            var part = (storage.Text(key) ?? "").Split(',')
                .FirstOrDefault(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
            if (part is not null)
            {
                counts[key] = int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        return counts.ToImmutable();
    }

    private static IEnumerable<BundleRelation> ReadRelation(YamlSection root, YamlNode node)
    {
        if (node is not YamlSequenceNode { Children: [var first, var second] } || YamlText.ScalarText(first) is not { } left)
        {
            throw EngineException.Invalid($"{root.Source}:{node.Start.Line}: a relation is a list of two endpoints");
        }

        return second is YamlSequenceNode several
            ? several.Children.Select(right => new BundleRelation(left, YamlText.ScalarText(right) ?? ""))
            : [new BundleRelation(left, YamlText.ScalarText(second) ?? "")];
    }

    private static void CheckRelation(string source, BundleRelation relation, ImmutableArray<BundleApplication> applications)
    {
        foreach (var end in new[] { relation.First, relation.Second })
        {
            var application = end.Split(':', 2)[0];
            if (!applications.Any(candidate => candidate.Name == application))
            {
                throw EngineException.Invalid(
                    $"{source}: relation [\"{relation.First}\" \"{relation.Second}\"] refers to application \"{application}\" not defined in this bundle");
            }
        }
    }
}
