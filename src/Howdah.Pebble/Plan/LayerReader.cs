using Howdah.Pebble.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Pebble.Plan;

/// <summary>Reads a layer's YAML, strictly.</summary>
internal static class LayerReader
{
    /// <summary>Reads and checks a layer.</summary>
    /// <exception cref="PlanException">It is no YAML, has unknown keys, or is not valid by itself.</exception>
    public static Layer Read(string label, int order, string yaml)
    {
        if (label.StartsWith("pebble-", StringComparison.Ordinal)) throw new PlanException("cannot use reserved label prefix \"pebble-\"");
        var layer = new Layer { Label = label, Order = order };
        foreach (var (keyNode, value) in Root(label, yaml).Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (YamlFields.IsNull(value)) continue;
            switch (key)
            {
                case "summary":
                    layer = layer with { Summary = (value as YamlScalarNode)?.Value };
                    break;
                case "description":
                    layer = layer with { Description = (value as YamlScalarNode)?.Value };
                    break;
                case "services":
                    Section(label, key, value, "service object cannot be null for service", layer.Services, EntryReader.Service);
                    break;
                case "checks":
                    Section(label, key, value, "check object cannot be null for check", layer.Checks, EntryReader.Check);
                    break;
                case "log-targets":
                    Section(label, key, value, "log target object cannot be null for log target", layer.LogTargets, EntryReader.Target);
                    break;
                case "workloads":
                    Section(label, key, value, null, layer.Workloads, EntryReader.Workload);
                    break;
                case "pairing":
                    layer = layer with { PairingMode = PairingMode(label, value) };
                    break;
                default:
                    throw new PlanException($"cannot parse layer {GoQuote.Quote(label)}: unknown section {GoQuote.Quote(key)}");
            }
        }
        LayerValidator.Validate(layer);
        return layer;
    }

    private static YamlMappingNode Root(string label, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new TameParser(new Parser(new StringReader(yaml))));
            if (stream.Documents.Count == 0 || YamlFields.IsNull(stream.Documents[0].RootNode)) return [];
            return stream.Documents[0].RootNode as YamlMappingNode
                ?? throw new PlanException($"cannot parse layer {GoQuote.Quote(label)}: yaml: unmarshal errors:\n  line 1: the layer must be a mapping");
        }
        catch (YamlException wrong)
        {
            throw new PlanException($"cannot parse layer {GoQuote.Quote(label)}: yaml: line {wrong.Start.Line}: {(wrong.InnerException ?? wrong).Message}");
        }
        catch (Exception broken) when (broken is not PlanException)
        {
            // The library's scanner also fails in other ways on what is no YAML.
            throw new PlanException($"cannot parse layer {GoQuote.Quote(label)}: yaml: not well-formed");
        }
    }

    private static void Section<T>(string label, string key, YamlNode node, string? nullMessage, SortedDictionary<string, T> into,
        Func<string, YamlFields, T> read)
    {
        List<string> errors = [];
        if (node is not YamlMappingNode mapping)
        {
            throw Unmarshal(label, key, [$"line {node.Start.Line}: cannot unmarshal {(node is YamlSequenceNode ? "!!seq" : "!!str")} into a mapping"]);
        }
        List<string> nulls = [];
        foreach (var (nameNode, value) in mapping.Children)
        {
            var name = (nameNode as YamlScalarNode)?.Value ?? "";
            if (YamlFields.IsNull(value))
            {
                nulls.Add(name);
            }
            else if (value is YamlMappingNode entry)
            {
                try
                {
                    into[name] = read(name, new YamlFields(entry, errors));
                }
                catch (PlanException wrong)
                {
                    throw new PlanException($"cannot parse layer {GoQuote.Quote(label)} section {GoQuote.Quote(key)}: {wrong.Message}");
                }
            }
            else
            {
                errors.Add($"line {value.Start.Line}: cannot unmarshal {(value is YamlSequenceNode ? "!!seq" : $"!!str `{value}`")} into plan.{typeof(T).Name}");
            }
        }
        if (errors.Count > 0) throw Unmarshal(label, key, errors);
        if (nulls.Count > 0)
        {
            throw new PlanException(nullMessage is null ? $"workload {GoQuote.Quote(nulls[0])}: cannot have a null value" : $"{nullMessage} {GoQuote.Quote(nulls[0])}");
        }
    }

    private static string? PairingMode(string label, YamlNode node)
    {
        List<string> errors = [];
        var fields = new YamlFields(node as YamlMappingNode ?? [], errors);
        var mode = fields.String("mode");
        fields.Done("pairing.PairingConfig");
        return errors.Count > 0 ? throw Unmarshal(label, "pairing", errors) : mode;
    }

    private static PlanException Unmarshal(string label, string key, List<string> errors) =>
        new($"cannot parse layer {GoQuote.Quote(label)} section {GoQuote.Quote(key)}: yaml: unmarshal errors:{string.Concat(errors.Select(e => "\n  " + e))}");
}
