namespace Howdah.Pebble.Cli;

/// <summary>A flag of a command; with <paramref name="Argument"/> it takes a value.</summary>
internal sealed record Option(string Long, string Help, char? Short = null, string? Argument = null, bool Repeat = false, string[]? Allowed = null, bool IsRequired = false)
{
    /// <summary>How messages name it.</summary>
    public string Display => Long.Length == 0 ? $"-{Short}" : Short is { } c ? $"-{c}, --{Long}" : $"--{Long}";

    /// <summary>Under what name its values are kept.</summary>
    public string Key => Long.Length == 0 ? Short.ToString()! : Long;
}

/// <summary>A positional argument.</summary>
internal sealed record Positional(string Name, bool Required = true, bool Many = false);
