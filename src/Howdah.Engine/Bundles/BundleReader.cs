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
        foreach (var document in documents)
        {
            // Says where one is no map.
            _ = YamlSection.Of(source, "", document);
        }

        var root = YamlSection.Of(source, "", BundleOverlay.Merge([.. documents.OfType<YamlMappingNode>()], out var removed));
        root.Allow(
            "bundle", "name", "description", "docs", "tags", "website", "source", "issues", "default-base", "series",
            "applications", "services", "relations", "saas");
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

        var saas = root.Sections("saas").Select(entry => KeyValuePair.Create(entry.Key, ReadUrl(entry.Value))).ToBag();
        ImmutableArray<BundleRelation> relations =
        [
            .. root.List("relations").SelectMany(node => ReadRelation(root, node)).Where(relation => !relation.Applications.Any(removed.Contains)),
        ];
        foreach (var relation in relations)
        {
            CheckRelation(source, relation, [.. applications.Select(application => application.Name), .. saas.Keys]);
        }

        return new Bundle(root.Text("name") ?? "", root.Text("description") ?? "", applications, relations, saas);
    }

    private static BundleApplication ReadApplication(string name, YamlSection spec)
    {
        spec.Allow(
            "charm", "channel", "revision", "base", "series", "num_units", "scale", "options", "resources", "storage", "constraints",
            "annotations", "bindings", "devices", "trust", "plan", "expose", "to", "placement", "offers");
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
                : Bag.Empty,
            spec.Flag("expose"),
            spec.Sections("offers").ToImmutableSortedDictionary(offer => offer.Key, offer => ReadOffer(offer.Value), StringComparer.Ordinal));
    }

    // Who may use it is not asked here: there is one user.
    private static ImmutableArray<string> ReadOffer(YamlSection offer)
    {
        offer.Allow("endpoints", "acl");
        ImmutableArray<string> endpoints = [.. offer.List("endpoints").Select(endpoint => YamlText.ScalarText(endpoint) ?? "")];
        return endpoints.IsEmpty ? throw offer.Error("endpoints", "is missing") : endpoints;
    }

    private static string ReadUrl(YamlSection saas)
    {
        saas.Allow("url");
        return saas.Text("url") ?? throw saas.Error("url", "is missing");
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

    private static void CheckRelation(string source, BundleRelation relation, IReadOnlyList<string> known)
    {
        if (relation.Applications.FirstOrDefault(application => !known.Contains(application)) is { } unknown)
        {
            throw EngineException.Invalid(
                $"{source}: relation [\"{relation.First}\" \"{relation.Second}\"] refers to application \"{unknown}\" not defined in this bundle");
        }
    }
}
