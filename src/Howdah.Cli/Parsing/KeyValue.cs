using Howdah.Cli.Invocation;

namespace Howdah.Cli.Parsing;

/// <summary>Arguments of the form <c>key=value</c>.</summary>
internal static class KeyValue
{
    /// <summary>Splits at the first <c>=</c>.</summary>
    /// <exception cref="CliException">There is none, or no key before it.</exception>
    public static (string Key, string Value) Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? (text[..at], text[(at + 1)..])
            : throw CliException.BadUsage($"expected \"key=value\", got \"{text}\"");
    }

    /// <summary>Splits all; of a key that is given twice the last value counts.</summary>
    public static Dictionary<string, string> ParseAll(IEnumerable<string> texts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var (key, value) = Parse(text);
            values[key] = FromFile(value);
        }

        return values;
    }

    /// <summary>Splits all; values are as they were typed.</summary>
    public static Dictionary<string, string> ParsePlain(IEnumerable<string> texts)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var (key, value) = Parse(text);
            values[key] = value;
        }

        return values;
    }

    private static string FromFile(string value)
    {
        if (value is not ['@', .. { Length: > 0 } path])
        {
            return value;
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read the value from \"{path}\": {error.Message}");
        }
    }
}
