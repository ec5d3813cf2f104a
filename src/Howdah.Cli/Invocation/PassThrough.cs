namespace Howdah.Cli.Invocation;

/// <summary>
/// Ends our options where a foreign command line begins, as Juju does: in <c>ssh app/0 psql -h x</c> the <c>-h</c> is psql's.
/// </summary>
internal static class PassThrough
{
    private static readonly string[] ValueOptions = ["-m", "--model", "--container", "--unit", "-u", "--application", "-a", "--wait", "--format"];

    /// <summary>Puts <c>--</c> where the foreign command line begins, unless it is there already.</summary>
    public static IReadOnlyList<string> Mark(IReadOnlyList<string> arguments)
    {
        var command = NextWord(arguments, 0);
        if (command == arguments.Count || arguments[command] is not ("ssh" or "exec"))
        {
            return arguments;
        }

        var begin = NextWord(arguments, command + 1);
        if (arguments[command] == "ssh" && begin < arguments.Count && arguments[begin] != "--")
        {
            begin++;
        }

        return begin >= arguments.Count || arguments[begin] == "--"
            ? arguments
            : [.. arguments.Take(begin), "--", .. arguments.Skip(begin)];
    }

    private static int NextWord(IReadOnlyList<string> arguments, int from)
    {
        while (from < arguments.Count && arguments[from].StartsWith('-') && arguments[from] != "--")
        {
            from += Array.IndexOf(ValueOptions, arguments[from]) >= 0 ? 2 : 1;
        }

        return Math.Min(from, arguments.Count);
    }
}
