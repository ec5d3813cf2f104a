namespace Howdah.Engine.HookCommands;

/// <summary>Arguments of a hook command, flags and positional ones taken apart. Flags may stand anywhere; <c>--</c> ends them.</summary>
internal sealed class ParsedArguments
{
    private readonly Dictionary<string, (string Spelling, string Value)> _flags = new(StringComparer.Ordinal);

    /// <summary>What is no flag.</summary>
    public List<string> Positional { get; } = [];

    /// <summary>True for <c>--help</c> or <c>-h</c>.</summary>
    public bool Help { get; private set; }

    public static ParsedArguments Parse(HookCommand command, IReadOnlyList<string> args)
    {
        var parsed = new ParsedArguments();
        for (var index = 0; index < args.Count; index++)
        {
            var arg = args[index];
            if (arg == "--")
            {
                parsed.Positional.AddRange(args.Skip(index + 1));
                break;
            }

            if (arg.Length < 2 || arg[0] != '-')
            {
                parsed.Positional.Add(arg);
                continue;
            }

            var (spelling, value) = Split(arg);
            if (spelling is "--help" or "-h")
            {
                parsed.Help = true;
                continue;
            }

            var flag = command.Flags.FirstOrDefault(candidate => Matches(candidate, spelling))
                ?? throw HookCommandException.Usage($"option provided but not defined: {spelling}");
            if (value is null && !flag.IsSwitch)
            {
                value = ++index < args.Count ? args[index] : throw HookCommandException.Usage($"option needs an argument: {spelling}");
            }

            parsed._flags[flag.Name] = (spelling, value ?? "true");
        }

        return parsed;
    }

    /// <summary>The value of a flag; null when it was not given.</summary>
    public string? Value(string flag) => _flags.TryGetValue(flag, out var given) ? given.Value : null;

    /// <summary>The flag as it was written.</summary>
    public string Spelling(string flag) => _flags.TryGetValue(flag, out var given) ? given.Spelling : $"--{flag}";

    /// <summary>True when a switch was given and not as <c>=false</c>.</summary>
    public bool Has(string flag) => Value(flag) switch
    {
        null => false,
        "true" or "True" or "TRUE" or "t" or "T" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "F" or "0" => false,
        var other => throw Usage(flag, other),
    };

    /// <summary>The positional argument at an index; null when there are fewer.</summary>
    public string? At(int index) => index < Positional.Count ? Positional[index] : null;

    /// <summary>Refuses more positional arguments than <paramref name="count"/>.</summary>
    public void AtMost(int count)
    {
        if (Positional.Count > count)
        {
            throw HookCommandException.Usage($"unrecognized args: [{string.Join(" ", Positional.Skip(count).Select(arg => $"\"{arg}\""))}]");
        }
    }

    private HookCommandException Usage(string flag, string value) =>
        HookCommandException.BadFlag(Spelling(flag), value, "strconv.ParseBool: invalid syntax");

    // "-r3" is the short flag with its value, "-r=3" and "--relation=3" are flag and value too.
    private static (string Spelling, string? Value) Split(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        return arg.StartsWith("--", StringComparison.Ordinal)
            ? equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..])
            : arg.Length == 2 ? (arg, null) : (arg[..2], arg[2] == '=' ? arg[3..] : arg[2..]);
    }

    private static bool Matches(Flag flag, string spelling) => spelling.StartsWith("--", StringComparison.Ordinal)
        ? spelling[2..] == flag.Name
        : spelling[1..] == flag.Short || spelling[1..] == flag.Name;
}
