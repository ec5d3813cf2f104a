using System.Globalization;

namespace Howdah.Cli.WaitFor;

/// <summary>Evaluates a query. Values are <see cref="string"/>, <see cref="double"/>, <see cref="bool"/>, or maps of values.</summary>
internal static class QueryEvaluator
{
    /// <summary>Whether the query is true.</summary>
    /// <param name="query">The query.</param>
    /// <param name="scope">Values by name.</param>
    /// <exception cref="QueryException">It names what is not there, or compares what cannot be compared.</exception>
    public static bool IsTrue(QueryExpression query, IReadOnlyDictionary<string, object> scope) => Truth(Evaluate(query, scope));

    private static object Evaluate(QueryExpression expression, IReadOnlyDictionary<string, object> scope) => expression switch
    {
        QueryExpression.Constant constant => constant.Value,
        QueryExpression.Name name => Lookup(scope, name.Text),
        QueryExpression.Member member => Lookup(Map(Evaluate(member.Of, scope), member.Text), member.Text),
        QueryExpression.Element element => Index(element, scope),
        QueryExpression.Not not => !Truth(Evaluate(not.Of, scope)),
        QueryExpression.Binary { Operator: "&&" } and => Truth(Evaluate(and.Left, scope)) && Truth(Evaluate(and.Right, scope)),
        QueryExpression.Binary { Operator: "||" } or => Truth(Evaluate(or.Left, scope)) || Truth(Evaluate(or.Right, scope)),
        QueryExpression.Binary binary => Compare(binary.Operator, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope)),
        QueryExpression.Call call => CallFunction(call, scope),
        _ => throw new QueryException("\"=>\" only makes sense as the second argument of forEach"),
    };

    private static object CallFunction(QueryExpression.Call call, IReadOnlyDictionary<string, object> scope)
    {
        switch (call.Function)
        {
            case "len":
                RequireArguments(call, 1);
                return Evaluate(call.Arguments[0], scope) switch
                {
                    string text => (double)text.Length,
                    IReadOnlyDictionary<string, object> map => (double)map.Count,
                    _ => throw new QueryException("len needs a text or a map"),
                };
            case "forEach":
                RequireArguments(call, 2);
                return ForEach(call, scope);
            case "startsWith":
                RequireArguments(call, 2);
                return Text(call, 0, scope).StartsWith(Text(call, 1, scope), StringComparison.Ordinal);
            case "endsWith":
                RequireArguments(call, 2);
                return Text(call, 0, scope).EndsWith(Text(call, 1, scope), StringComparison.Ordinal);
            default:
                throw new QueryException($"function \"{call.Function}\" not found; known: len, forEach, startsWith, endsWith");
        }
    }

    private static bool ForEach(QueryExpression.Call call, IReadOnlyDictionary<string, object> scope)
    {
        if (call.Arguments[1] is not QueryExpression.Lambda lambda)
        {
            throw new QueryException("the second argument of forEach must be of the form \"x => …\"");
        }

        foreach (var item in Map(Evaluate(call.Arguments[0], scope), "forEach").Values)
        {
            var inner = new Dictionary<string, object>(scope, StringComparer.Ordinal) { [lambda.Argument] = item };
            if (!Truth(Evaluate(lambda.Body, inner)))
            {
                return false;
            }
        }

        return true;
    }

    private static object Index(QueryExpression.Element element, IReadOnlyDictionary<string, object> scope)
    {
        var index = Evaluate(element.Index, scope) as string ?? throw new QueryException("an index must be a text");
        return Lookup(Map(Evaluate(element.Of, scope), index), index);
    }

    private static bool Compare(string operation, object left, object right)
    {
        if (left.GetType() != right.GetType() || left is IReadOnlyDictionary<string, object>)
        {
            throw new QueryException($"cannot compare {Show(left)} with {Show(right)}");
        }

        var order = (left, right) switch
        {
            (string one, string other) => string.CompareOrdinal(one, other),
            (double one, double other) => one.CompareTo(other),
            _ => ((bool)left).CompareTo((bool)right),
        };
        return operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static object Lookup(IReadOnlyDictionary<string, object> scope, string name) => scope.TryGetValue(name, out var value)
        ? value
        : throw new QueryException($"identifier \"{name}\" not found; known: {string.Join(", ", scope.Keys.Order(StringComparer.Ordinal))}");

    private static IReadOnlyDictionary<string, object> Map(object value, string what) =>
        value as IReadOnlyDictionary<string, object> ?? throw new QueryException($"\"{what}\" is asked of {Show(value)}, which has no parts");

    private static bool Truth(object value) => value is bool truth ? truth : throw new QueryException($"{Show(value)} is neither true nor false");

    private static string Text(QueryExpression.Call call, int argument, IReadOnlyDictionary<string, object> scope) =>
        Evaluate(call.Arguments[argument], scope) as string ?? throw new QueryException($"{call.Function} needs texts");

    private static void RequireArguments(QueryExpression.Call call, int count)
    {
        if (call.Arguments.Count != count)
        {
            throw new QueryException($"{call.Function} needs {count} argument{(count == 1 ? "" : "s")}, got {call.Arguments.Count}");
        }
    }

    private static string Show(object value) => value switch
    {
        string text => $"\"{text}\"",
        IReadOnlyDictionary<string, object> => "a map",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
