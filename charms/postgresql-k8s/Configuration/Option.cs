using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>
/// An option of the charm: its name, default and what is allowed. <c>config.yaml</c>, the check of values, the parameters of PostgreSQL
/// and the reference page all come from it.
/// </summary>
/// <param name="Name">As in <c>config.yaml</c>. What follows the first underscore names the parameter, unless said otherwise.</param>
/// <param name="Description">What it does, for a person who sets it.</param>
internal abstract record Option(string Name, string Description)
{
    /// <summary>The parameter of PostgreSQL that it sets; null when the charm works with the value itself.</summary>
    internal string? Parameter { get; init; } = Name[(Name.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether PostgreSQL takes another value only when it starts.</summary>
    internal bool NeedsRestart { get; init; }

    /// <summary>The type in <c>config.yaml</c>.</summary>
    internal abstract string Type { get; }

    /// <summary>The default as text; null when the option is unset by default.</summary>
    internal abstract string? Default { get; }

    /// <summary>What is allowed, as it is told to a person.</summary>
    internal abstract string Allowed { get; }

    /// <summary>Whether a value is allowed.</summary>
    internal abstract bool Accepts(string value);

    /// <summary>An allowed value in PostgreSQL's words.</summary>
    internal virtual string Render(string value) => value;

    /// <summary>A whole number.</summary>
    internal static IntegerOption Integer(string name, long? standard, long least, long most, string unit, string description) =>
        new(name, standard, least, most, unit, description);

    /// <summary>A number.</summary>
    internal static NumberOption Number(string name, double standard, double least, double most, string description) =>
        new(name, standard, least, most, description);

    /// <summary>On or off.</summary>
    internal static SwitchOption Switch(string name, bool standard, string description) => new(name, standard, description);

    /// <summary>One of several words.</summary>
    internal static ChoiceOption Choice(string name, string standard, string[] words, string description) =>
        new(name, standard, words, description);

    /// <summary>Any text that PostgreSQL takes; it is asked.</summary>
    internal static TextOption Text(string name, string? standard, string allowed, string description) =>
        new(name, standard, allowed, description);
}

/// <summary>Short words for what most options are not.</summary>
internal static class OptionExtensions
{
    /// <summary>The same option, whose value PostgreSQL takes only when it starts.</summary>
    internal static T Restarting<T>(this T option)
        where T : Option => option with { NeedsRestart = true };

    /// <summary>The same option, that sets this parameter.</summary>
    internal static T Sets<T>(this T option, string? parameter)
        where T : Option => option with { Parameter = parameter };
}

/// <summary>An option that is a whole number.</summary>
internal sealed record IntegerOption(string Name, long? Standard, long Least, long Most, string Unit, string Description)
    : Option(Name, Description)
{
    internal override string Type => "int";

    internal override string? Default => Standard?.ToString(CultureInfo.InvariantCulture);

    internal override string Allowed => string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most}{(Unit.Length > 0 ? " " + Unit : "")}");

    internal override bool Accepts(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most;
}

/// <summary>An option that is a number.</summary>
internal sealed record NumberOption(string Name, double Standard, double Least, double Most, string Description) : Option(Name, Description)
{
    internal override string Type => "float";

    // A whole number gets its .0, so that a reader of YAML sees a float.
    internal override string Default =>
        Standard == Math.Truncate(Standard) ? Standard.ToString("0.0", CultureInfo.InvariantCulture) : Shown(Standard);

    internal override string Allowed => $"{Shown(Least)} to {Shown(Most)}";

    internal override bool Accepts(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most;

    internal override string Render(string value) => Shown(double.Parse(value, CultureInfo.InvariantCulture));

    private static string Shown(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>An option that is on or off.</summary>
internal sealed record SwitchOption(string Name, bool Standard, string Description) : Option(Name, Description)
{
    internal override string Type => "boolean";

    internal override string Default => Standard ? "true" : "false";

    internal override string Allowed => "true or false";

    internal override bool Accepts(string value) => value is "true" or "false";

    internal override string Render(string value) => value is "true" ? "on" : "off";
}

/// <summary>An option that is one of several words.</summary>
internal sealed record ChoiceOption(string Name, string Standard, string[] Words, string Description) : Option(Name, Description)
{
    internal override string Type => "string";

    internal override string Default => Standard;

    internal override string Allowed => Words.Length == 1 ? Words[0] : $"{string.Join(", ", Words[..^1])} or {Words[^1]}";

    internal override bool Accepts(string value) => Words.Contains(value, StringComparer.Ordinal);
}

/// <summary>An option that names a secret of a user, which has to be granted to the application. What it holds is checked where it is read.</summary>
internal sealed record SecretOption(string Name, string Description) : Option(Name, Description)
{
    internal override string Type => "secret";

    internal override string? Default => null;

    internal override string Allowed => "a secret that is granted to the application";

    internal override bool Accepts(string value) => value.StartsWith("secret:", StringComparison.Ordinal);
}

/// <summary>An option that is a text. What PostgreSQL makes of it is asked of PostgreSQL, see <see cref="StartCheck"/>.</summary>
internal sealed record TextOption(string Name, string? Standard, string Meaning, string Description) : Option(Name, Description)
{
    private const int Longest = 1024;

    /// <summary>The shape of a value; any by default.</summary>
    internal Func<string, bool> Fits { get; init; } = _ => true;

    internal override string Type => "string";

    internal override string? Default => Standard;

    internal override string Allowed => Meaning;

    internal override bool Accepts(string value) =>
        value.Length <= Longest && !value.Any(char.IsControl) && Fits(value);
}
