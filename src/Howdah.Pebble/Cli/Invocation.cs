using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>The arguments of a command, parsed.</summary>
internal sealed class Invocation(Command command)
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public Command Command { get; } = command;

    public List<string> Positionals { get; } = [];

    /// <summary>The words of each use of the flag that ends at a semicolon.</summary>
    public List<List<string>> Terminated { get; } = [];

    public Server Server { get; } = new();

    public bool Has(string key) => _values.ContainsKey(key);

    public string? Value(string key) => _values.TryGetValue(key, out var values) ? values[^1] : null;

    public IReadOnlyList<string> Values(string key) => _values.TryGetValue(key, out var values) ? values : [];

    /// <summary>A duration flag; null when absent.</summary>
    public TimeSpan? Duration(string key) => Value(key) is not { } text ? null
        : GoDuration.Parse(text) ?? throw new CliException($"invalid argument for flag `--{key}' (expected time.Duration): time: invalid duration {GoQuote.Quote(text)}");

    /// <summary>A number flag; null when absent.</summary>
    public int? Number(string key) => Value(key) is not { } text ? null
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw new CliException($"invalid argument for flag `--{key}' (expected int): strconv.ParseInt: parsing {GoQuote.Quote(text)}: invalid syntax");

    public void Set(Option option, string value)
    {
        if (option.Allowed is { } allowed && !allowed.Contains(value, StringComparer.Ordinal))
        {
            var list = allowed.Length == 1 ? allowed[0] : $"{string.Join(", ", allowed[..^1])} or {allowed[^1]}";
            throw new CliException($"Invalid value `{value}' for option `{option.Display}'. Allowed values are: {list}");
        }
        if (!_values.TryGetValue(option.Key, out var values)) _values.Add(option.Key, values = []);
        values.Add(value);
    }
}
