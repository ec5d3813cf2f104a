namespace Howdah.Charms.PostgresqlK8s.Sql;

/// <summary>Names and texts as parts of a statement, for those statements that take no parameters.</summary>
internal static class SqlText
{
    private const int LongestName = 63;

    /// <summary>A name in quotes.</summary>
    /// <exception cref="ArgumentException">PostgreSQL can have no such name.</exception>
    internal static string Name(string name) => IsName(name)
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new ArgumentException($"'{name}' cannot be a name in PostgreSQL: it must have 1 to {LongestName} bytes and no zero byte", nameof(name));

    /// <summary>A text in quotes, whatever <c>standard_conforming_strings</c> says.</summary>
    internal static string Literal(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a text in PostgreSQL can have no zero byte", nameof(text));
        }

        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal)
            ? $" E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{quoted}'";
    }

    /// <summary>Whether PostgreSQL can have such a name without cutting it off.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && System.Text.Encoding.UTF8.GetByteCount(name) <= LongestName;
}
