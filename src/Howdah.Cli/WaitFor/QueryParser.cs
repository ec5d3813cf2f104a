using System.Globalization;

namespace Howdah.Cli.WaitFor;

/// <summary>
/// Reads the query language of <c>juju wait-for</c>: names, texts, numbers, <c>== != &lt; &lt;= &gt; &gt;= &amp;&amp; || !</c>, brackets,
/// <c>a.b</c>, <c>a["b"]</c>, functions and <c>x => …</c>.
/// </summary>
internal sealed class QueryParser
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];
    private readonly List<QueryToken> _tokens;
    private int _at;

    private QueryParser(string query) => _tokens = QueryLexer.Split(query);

    private QueryToken Current => _tokens[_at];

    /// <summary>Reads a query.</summary>
    /// <exception cref="QueryException">It makes no sense.</exception>
    public static QueryExpression Parse(string query)
    {
        var parser = new QueryParser(query);
        var expression = parser.ParseLevel(0);
        return parser.Current.Kind == QueryTokenKind.End ? expression : throw parser.Unexpected();
    }

    private QueryExpression ParseLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ParsePrefix();
        }

        var left = ParseLevel(level + 1);
        while (Current.Kind == QueryTokenKind.Symbol && Levels[level].Contains(Current.Text, StringComparer.Ordinal))
        {
            left = new QueryExpression.Binary(Advance().Text, left, ParseLevel(level + 1));
        }

        return left;
    }

    private QueryExpression ParsePrefix() => Take("!") ? new QueryExpression.Not(ParsePrefix()) : ParseSuffix(ParseAtom());

    private QueryExpression ParseAtom()
    {
        var token = Advance();
        switch (token.Kind)
        {
            case QueryTokenKind.Text:
                return new QueryExpression.Constant(token.Text);
            case QueryTokenKind.Number when double.TryParse(token.Text, CultureInfo.InvariantCulture, out var number):
                return new QueryExpression.Constant(number);
            case QueryTokenKind.Identifier when token.Text is "true" or "false":
                return new QueryExpression.Constant(token.Text == "true");
            case QueryTokenKind.Identifier when Take("=>"):
                return new QueryExpression.Lambda(token.Text, ParseLevel(0));
            case QueryTokenKind.Identifier when Take("("):
                return new QueryExpression.Call(token.Text, ParseArguments());
            case QueryTokenKind.Identifier:
                return new QueryExpression.Name(token.Text);
            case QueryTokenKind.Symbol when token.Text == "(":
                var inner = ParseLevel(0);
                Expect(")");
                return inner;
            default:
                _at--;
                throw Unexpected();
        }
    }

    private QueryExpression ParseSuffix(QueryExpression of)
    {
        while (true)
        {
            if (Take("."))
            {
                of = Current.Kind == QueryTokenKind.Identifier ? new QueryExpression.Member(of, Advance().Text) : throw Unexpected();
            }
            else if (Take("["))
            {
                of = new QueryExpression.Element(of, ParseLevel(0));
                Expect("]");
            }
            else
            {
                return of;
            }
        }
    }

    private List<QueryExpression> ParseArguments()
    {
        var arguments = new List<QueryExpression>();
        while (!Take(")"))
        {
            if (arguments.Count > 0)
            {
                Expect(",");
            }

            arguments.Add(ParseLevel(0));
        }

        return arguments;
    }

    private QueryToken Advance() => Current.Kind == QueryTokenKind.End ? throw Unexpected() : _tokens[_at++];

    private bool Take(string symbol)
    {
        var found = Current is { Kind: QueryTokenKind.Symbol } token && token.Text == symbol;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw new QueryException($"expected \"{symbol}\" at position {Current.Position}, got {Describe()}");
        }
    }

    private QueryException Unexpected() => new($"unexpected {Describe()} at position {Current.Position}");

    private string Describe() => Current.Kind == QueryTokenKind.End ? "end of query" : $"\"{Current.Text}\"";
}
