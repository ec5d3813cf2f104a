using System.Text;

namespace Howdah.Cli.WaitFor;

/// <summary>Splits a query into words.</summary>
internal static class QueryLexer
{
    private static readonly string[] Symbols = ["=>", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ".", ","];

    /// <summary>The words, the last one of kind <see cref="QueryTokenKind.End"/>.</summary>
    public static List<QueryToken> Split(string query)
    {
        var tokens = new List<QueryToken>();
        var at = 0;
        while (true)
        {
            while (at < query.Length && (char.IsWhiteSpace(query[at]) || query[at] == ';'))
            {
                at++;
            }

            if (at == query.Length)
            {
                tokens.Add(new QueryToken(QueryTokenKind.End, "", at));
                return tokens;
            }

            var token = Next(query, at, out var length);
            tokens.Add(token);
            at += length;
        }
    }

    private static QueryToken Next(string query, int at, out int length)
    {
        if (query[at] is '"' or '\'')
        {
            return Quoted(query, at, out length);
        }

        if (char.IsAsciiLetter(query[at]) || query[at] == '_')
        {
            length = LengthWhile(query, at, letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
            return new QueryToken(QueryTokenKind.Identifier, query.Substring(at, length), at);
        }

        if (char.IsAsciiDigit(query[at]) || (query[at] == '-' && at + 1 < query.Length && char.IsAsciiDigit(query[at + 1])))
        {
            length = 1 + LengthWhile(query, at + 1, letter => char.IsAsciiDigit(letter) || letter == '.');
            return new QueryToken(QueryTokenKind.Number, query.Substring(at, length), at);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(query, at, symbol, 0, symbol.Length) == 0)
            {
                length = symbol.Length;
                return new QueryToken(QueryTokenKind.Symbol, symbol, at);
            }
        }

        throw new QueryException($"unexpected \"{query[at]}\" at position {at}");
    }

    private static QueryToken Quoted(string query, int at, out int length)
    {
        var text = new StringBuilder();
        for (var end = at + 1; end < query.Length; end++)
        {
            if (query[end] == query[at])
            {
                length = end + 1 - at;
                return new QueryToken(QueryTokenKind.Text, text.ToString(), at);
            }

            if (query[end] == '\\' && end + 1 < query.Length)
            {
                end++;
            }

            text.Append(query[end]);
        }

        throw new QueryException($"the text that begins at position {at} has no end");
    }

    private static int LengthWhile(string query, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < query.Length && belongs(query[end]))
        {
            end++;
        }

        return end - at;
    }
}
