namespace Howdah.Ops.Testing;

/// <summary>The arguments of a hook command: flags and what is left (Juju contract 3.1).</summary>
internal sealed class HookArguments
{
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal)
    {
        "--app", "--refresh", "--peek", "--include-data", "--application", "--strict", "--all", "-a", "--now", "--debug",
    };

    private readonly Dictionary<string, string> flags = new(StringComparer.Ordinal);

    public HookArguments(IReadOnlyList<string> arguments)
    {
        var positional = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                positional.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                positional.Add(argument);
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (equals >= 0)
            {
                flags[name] = argument[(equals + 1)..];
            }
            else if (Switches.Contains(name))
            {
                flags[name] = "true";
            }
            else
            {
                flags[name] = ++i < arguments.Count
                    ? arguments[i]
                    : throw new HookFailure($"option needs an argument: {name}", 2);
            }
        }

        Positional = positional;
    }

    public IReadOnlyList<string> Positional { get; }

    public string? Find(params IReadOnlyList<string> names) =>
        names.Select(n => flags.GetValueOrDefault(n)).FirstOrDefault(v => v is not null);

    public bool Has(string name) => flags.TryGetValue(name, out var value) && value is "true" or "True" or "TRUE" or "1";

    public string At(int index, string complaint) =>
        index < Positional.Count ? Positional[index] : throw new HookFailure(complaint, 2);
}

/// <summary>A hook command refuses.</summary>
internal sealed class HookFailure(string message, int code = 1) : Exception(message)
{
    public int Code { get; } = code;
}
