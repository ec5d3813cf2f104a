namespace Howdah.Cli.WaitFor;

/// <summary>A query, or a part of one.</summary>
internal abstract record QueryExpression
{
    /// <summary>A text, number or truth value: <see cref="string"/>, <see cref="double"/>, <see cref="bool"/>.</summary>
    public sealed record Constant(object Value) : QueryExpression;

    /// <summary>A name of the entity that is waited for, or of a function's argument.</summary>
    public sealed record Name(string Text) : QueryExpression;

    /// <summary><c>unit.life</c>.</summary>
    public sealed record Member(QueryExpression Of, string Text) : QueryExpression;

    /// <summary><c>units["app/0"]</c>.</summary>
    public sealed record Element(QueryExpression Of, QueryExpression Index) : QueryExpression;

    /// <summary><c>!x</c>.</summary>
    public sealed record Not(QueryExpression Of) : QueryExpression;

    /// <summary><c>x == y</c> and its like.</summary>
    public sealed record Binary(string Operator, QueryExpression Left, QueryExpression Right) : QueryExpression;

    /// <summary><c>len(units)</c> and its like.</summary>
    public sealed record Call(string Function, IReadOnlyList<QueryExpression> Arguments) : QueryExpression;

    /// <summary><c>unit => unit.life == "alive"</c>.</summary>
    public sealed record Lambda(string Argument, QueryExpression Body) : QueryExpression;
}
