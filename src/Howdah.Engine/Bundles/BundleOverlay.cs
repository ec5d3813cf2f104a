using Howdah.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.Bundles;

/// <summary>
/// Lays the further documents of a bundle over the first: maps are merged key by key, relations are added, all else is replaced. An application
/// that an overlay has as null is taken out, with its relations.
/// </summary>
internal static class BundleOverlay
{
    /// <summary>One document of several.</summary>
    /// <param name="documents">The documents, of which the first is changed.</param>
    /// <param name="removed">Applications that were taken out.</param>
    public static YamlNode? Merge(IReadOnlyList<YamlMappingNode> documents, out IReadOnlySet<string> removed)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal);
        removed = gone;
        foreach (var overlay in documents.Skip(1))
        {
            foreach (var (key, value) in overlay.Children)
            {
                Lay(documents[0], key, value, gone);
            }
        }

        return documents.Count == 0 ? null : documents[0];
    }

    private static void Lay(YamlMappingNode bundle, YamlNode key, YamlNode value, HashSet<string> removed)
    {
        switch (YamlText.KeyOf(key), ChildOf(bundle, key), value)
        {
            case ("relations", YamlSequenceNode relations, YamlSequenceNode more):
                more.Children.ToList().ForEach(relations.Add);
                break;
            case ("applications" or "services", YamlMappingNode applications, YamlMappingNode over):
                foreach (var (name, application) in over.Children)
                {
                    if (YamlText.IsNull(application))
                    {
                        removed.Add(YamlText.KeyOf(name));
                        applications.Children.Remove(name);
                    }
                    else
                    {
                        Lay(applications, name, application);
                    }
                }

                break;
            default:
                Lay(bundle, key, value);
                break;
        }
    }

    private static void Lay(YamlMappingNode under, YamlNode key, YamlNode value)
    {
        if (value is YamlMappingNode map && ChildOf(under, key) is YamlMappingNode existing)
        {
            foreach (var (inner, over) in map.Children)
            {
                Lay(existing, inner, over);
            }
        }
        else
        {
            under.Children[key] = value;
        }
    }

    private static YamlNode? ChildOf(YamlMappingNode map, YamlNode key) => map.Children.TryGetValue(key, out var child) ? child : null;
}
