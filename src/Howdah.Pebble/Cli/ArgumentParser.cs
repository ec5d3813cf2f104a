namespace Howdah.Pebble.Cli;

/// <summary>Reads a command's arguments in the manner, and with the messages, of the reference's parser.</summary>
internal static class ArgumentParser
{
    /// <exception cref="CliException">The arguments do not fit the command.</exception>
    public static Invocation Parse(Command command, IReadOnlyList<string> arguments)
    {
        var result = new Invocation(command);
        var onlyPositionals = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (onlyPositionals || argument is "-" || !argument.StartsWith('-'))
            {
                AddPositional(command, result, argument);
                onlyPositionals |= command.StopsAtPositional;
            }
            else if (argument is "--")
            {
                onlyPositionals = true;
            }
            else if (command.Terminated is { } terminated && argument == $"--{terminated.Long}")
            {
                var end = arguments.Skip(i + 1).TakeWhile(a => a is not ";").ToList();
                result.Terminated.Add(end);
                i += end.Count + 1;
            }
            else if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                i += Long(command, result, arguments, i);
            }
            else
            {
                i += Short(command, result, arguments, i);
            }
        }
        if (result.Has("help")) return result;
        if (command.Options.FirstOrDefault(o => o.IsRequired && !result.Has(o.Key)) is { } required) throw new CliException($"the required flag `{required.Display}' was not specified");
        var missing = command.Positionals.Skip(result.Positionals.Count).FirstOrDefault(p => p.Required);
        if (missing is not null)
        {
            throw new CliException($"the required argument `<{missing.Name}>{(missing.Many ? " (at least 1 argument)" : "")}` was not provided");
        }
        return result;
    }

    private static void AddPositional(Command command, Invocation result, string argument)
    {
        if (result.Positionals.Count >= command.Positionals.Count && command.Positionals is not [.., { Many: true }])
        {
            throw new CliException("too many arguments for command");
        }
        result.Positionals.Add(argument);
    }

    private static int Long(Command command, Invocation result, IReadOnlyList<string> arguments, int i)
    {
        var text = arguments[i][2..];
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var option = Find(command, o => string.Equals(o.Long, name, StringComparison.Ordinal)) ?? throw new CliException($"unknown flag `{name}'");
        if (option.Argument is null)
        {
            if (equals >= 0) throw new CliException($"bool flag `{option.Display}' cannot have an argument");
            result.Set(option, "");
            return 0;
        }
        return Value(result, option, equals < 0 ? null : text[(equals + 1)..], arguments, i);
    }

    private static int Short(Command command, Invocation result, IReadOnlyList<string> arguments, int i)
    {
        var text = arguments[i];
        for (var at = 1; at < text.Length; at++)
        {
            var name = text[at];
            var option = Find(command, o => o.Short == name) ?? throw new CliException($"unknown flag `{name}'");
            if (option.Argument is not null)
            {
                return Value(result, option, at + 1 < text.Length ? text[(at + 1)..].TrimStart('=') : null, arguments, i);
            }
            result.Set(option, "");
        }
        return 0;
    }

    private static int Value(Invocation result, Option option, string? given, IReadOnlyList<string> arguments, int i)
    {
        if (given is null && i + 1 >= arguments.Count) throw new CliException($"expected argument for flag `{option.Display}'");
        result.Set(option, given ?? arguments[i + 1]);
        return given is null ? 1 : 0;
    }

    private static Option? Find(Command command, Func<Option, bool> wanted) => command.Options.Append(Commands.Help).FirstOrDefault(wanted);
}
