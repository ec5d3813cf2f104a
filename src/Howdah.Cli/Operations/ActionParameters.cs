using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using YamlDotNet.Core;

namespace Howdah.Cli.Operations;

/// <summary>An action's parameters from a file and from <c>a.b=value</c> arguments, which win.</summary>
internal static class ActionParameters
{
    /// <summary>Makes one JSON object of them.</summary>
    /// <param name="file">Path of a YAML file; null for none, <c>-</c> for standard input.</param>
    /// <param name="arguments">Arguments of the form <c>a.b=value</c>.</param>
    /// <param name="asStrings">Whether values are taken as they are typed, and not as YAML.</param>
    public static JsonElement Parse(string? file, IEnumerable<string> arguments, bool asStrings)
    {
        var parameters = file is null ? [] : ReadFile(file);
        foreach (var argument in arguments)
        {
            var (key, value) = KeyValue.Parse(argument);
            Set(parameters, key, asStrings ? JsonValue.Create(value) : ParseValue(key, value));
        }

        using var document = JsonDocument.Parse(parameters.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void Set(JsonObject parameters, string key, JsonNode? value)
    {
        var parts = key.Split('.');
        if (parts.Any(part => part.Length == 0))
        {
            throw CliException.BadUsage($"invalid parameter name \"{key}\"");
        }

        var place = parameters;
        foreach (var part in parts[..^1])
        {
            if (place[part] is not JsonObject inner)
            {
                inner = [];
                place[part] = inner;
            }

            place = inner;
        }

        place[parts[^1]] = value;
    }

    private static JsonNode? ParseValue(string key, string value)
    {
        try
        {
            return YamlReader.Read(value);
        }
        catch (YamlException error)
        {
            throw CliException.BadUsage($"value of parameter \"{key}\" is no YAML ({error.Message}); quote it, or use --string-args");
        }
    }

    private static JsonObject ReadFile(string file)
    {
        try
        {
            var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
            return YamlReader.Read(text) switch
            {
                null => [],
                JsonObject map => map,
                _ => throw new CliException($"parameters file \"{file}\" must contain a YAML map"),
            };
        }
        catch (YamlException error)
        {
            throw new CliException($"parameters file \"{file}\" is no YAML: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read parameters file \"{file}\": {error.Message}");
        }
    }
}
