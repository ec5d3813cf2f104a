using System.Text;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.HookCommands;

/// <summary>Maps of strings as hook commands take them: <c>key=value</c> arguments over a YAML (hence JSON) file.</summary>
internal static class KeyValues
{
    public static Dictionary<string, string> Read(Invocation call)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (call.Args.Value("file") is { } path)
        {
            foreach (var (key, value) in ReadFile(Encoding.UTF8.GetString(call.Content(path)), path))
            {
                values[key] = value;
            }
        }

        foreach (var argument in call.Args.Positional)
        {
            var (key, value) = Split(argument);
            values[key] = value;
        }

        return values;
    }

    public static (string Key, string Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (argument[..equals], argument[(equals + 1)..])
            : throw HookCommandException.Usage($"expected \"key=value\", got \"{argument}\"");
    }

    public static IEnumerable<(string Key, string Value)> ReadFile(string text, string path)
    {
        YamlSection map;
        try
        {
            map = YamlSection.Parse(text, path);
            return [.. map.Keys.Select(key => (key, map.Text(key) ?? ""))];
        }
        catch (EngineException e)
        {
            throw HookCommandException.Failed(e.Message);
        }
    }
}
