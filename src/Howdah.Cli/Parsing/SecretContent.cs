using System.Text;
using System.Text.Json.Nodes;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using YamlDotNet.Core;

namespace Howdah.Cli.Parsing;

/// <summary>
/// The values of a secret as a user gives them: <c>key=value</c>, <c>key#base64=value</c>, <c>key#file=path</c>, and a YAML file of keys and
/// values. A path <c>-</c> is standard input, so that a value need not be in an argument, which everybody on the machine could read.
/// </summary>
internal static class SecretContent
{
    /// <summary>The values by key, in base64; null when none are given.</summary>
    /// <exception cref="CliException">A value can't be read, or makes no sense.</exception>
    public static Dictionary<string, string>? Parse(string? file, IReadOnlyCollection<string> values)
    {
        if (file is null && values.Count == 0)
        {
            return null;
        }

        var content = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in file is null ? [] : ReadFile(file))
        {
            Add(content, key, value);
        }

        foreach (var value in values)
        {
            var (key, text) = KeyValue.Parse(value);
            Add(content, key, text);
        }

        return content;
    }

    private static void Add(Dictionary<string, string> content, string key, string value)
    {
        var at = key.IndexOf('#', StringComparison.Ordinal);
        var (name, encoding) = at < 0 ? (key, "") : (key[..at], key[(at + 1)..]);
        content[name] = encoding switch
        {
            "" => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
            "base64" => value,
            "file" => Convert.ToBase64String(Read(value)),
            _ => throw CliException.BadUsage($"key \"{key}\" not valid: only #base64 and #file may follow a key"),
        };
    }

    private static IEnumerable<(string Key, string Value)> ReadFile(string path)
    {
        try
        {
            return YamlReader.Read(Encoding.UTF8.GetString(Read(path))) is JsonObject map
                ? [.. map.Select(pair => (pair.Key, pair.Value is JsonValue value ? value.ToString() : throw NoMap(path)))]
                : throw NoMap(path);
        }
        catch (YamlException error)
        {
            // The parser's words may quote the file.
            throw new CliException($"\"{path}\" is no YAML: line {error.Start.Line}");
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (path != "-")
            {
                return File.ReadAllBytes(path);
            }

            using var input = Console.OpenStandardInput();
            using var content = new MemoryStream();
            input.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read the value from \"{path}\": {error.Message}");
        }
    }

    private static CliException NoMap(string path) => new($"\"{path}\" is no YAML map of keys and values");
}
