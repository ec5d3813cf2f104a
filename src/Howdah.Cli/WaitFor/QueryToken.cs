namespace Howdah.Cli.WaitFor;

/// <summary>Kinds of words of a query.</summary>
internal enum QueryTokenKind
{
    /// <summary>A name.</summary>
    Identifier,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>Nothing follows.</summary>
    End,
}

/// <summary>A word of a query.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its text, without quotes.</param>
/// <param name="Position">Where it begins, from 0.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Position);
