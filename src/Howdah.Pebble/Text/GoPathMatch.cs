namespace Howdah.Pebble.Text;

/// <summary>Go's <c>path.Match</c>: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^…]</c>, <c>\</c>; nothing matches a slash.</summary>
internal static class GoPathMatch
{
    /// <summary>Whether the name matches all of the pattern.</summary>
    /// <exception cref="FormatException">The pattern is malformed.</exception>
    public static bool IsMatch(string pattern, string name)
    {
        Validate(pattern);
        return Match(pattern, name);
    }

    // Only the last star met may have to take more: what an earlier one took, that one can take as well.
    private static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var afterStar = ReadOnlySpan<char>.Empty;
        var taken = ReadOnlySpan<char>.Empty;
        var starred = false;
        while (!pattern.IsEmpty || !name.IsEmpty)
        {
            if (!pattern.IsEmpty && pattern[0] == '*')
            {
                pattern = pattern[1..];
                afterStar = pattern;
                taken = name;
                starred = true;
                continue;
            }
            if (!pattern.IsEmpty && !name.IsEmpty && One(ref pattern, name[0]))
            {
                name = name[1..];
                continue;
            }
            if (!starred || taken.IsEmpty || taken[0] == '/') return false;
            name = taken = taken[1..];
            pattern = afterStar;
        }
        return true;
    }

    private static bool One(ref ReadOnlySpan<char> pattern, char c)
    {
        switch (pattern[0])
        {
            case '?':
                pattern = pattern[1..];
                return c != '/';
            case '[':
                return Class(ref pattern, c);
            case '\\':
                pattern = pattern[1..];
                goto default;
            default:
                var same = pattern[0] == c;
                pattern = pattern[1..];
                return same;
        }
    }

    private static bool Class(ref ReadOnlySpan<char> pattern, char c)
    {
        pattern = pattern[1..];
        var negated = pattern[0] == '^';
        if (negated) pattern = pattern[1..];
        var found = false;
        for (var first = true; first || pattern[0] != ']'; first = false)
        {
            var low = Take(ref pattern);
            var high = low;
            if (pattern[0] == '-')
            {
                pattern = pattern[1..];
                high = Take(ref pattern);
            }
            found |= low <= c && c <= high;
        }
        pattern = pattern[1..];
        return found != negated;
    }

    private static char Take(ref ReadOnlySpan<char> pattern)
    {
        if (pattern.IsEmpty || pattern[0] is '-' or ']') throw Malformed();
        if (pattern[0] == '\\') pattern = pattern[1..];
        if (pattern.IsEmpty) throw Malformed();
        var c = pattern[0];
        pattern = pattern[1..];
        return pattern.IsEmpty ? throw Malformed() : c;
    }

    private static void Validate(string text)
    {
        var pattern = text.AsSpan();
        while (!pattern.IsEmpty)
        {
            if (pattern is "\\") throw Malformed();
            if (pattern is "[" or "[^") throw Malformed();
            if (pattern[0] == '*') pattern = pattern[1..];
            else One(ref pattern, 'x');
        }
    }

    private static FormatException Malformed() => new("syntax error in pattern");
}
