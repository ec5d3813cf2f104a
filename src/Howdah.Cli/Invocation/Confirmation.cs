namespace Howdah.Cli.Invocation;

/// <summary>Asks a person before something is removed. A script is not asked: it cannot have typed by mistake.</summary>
internal static class Confirmation
{
    /// <summary>Returns when the user agrees.</summary>
    /// <exception cref="CliException">The user does not.</exception>
    public static void Require(Call call, string consequence)
    {
        if (Console.IsInputRedirected || !call.Error.IsTerminal)
        {
            return;
        }

        call.Error.Write($"{consequence} Continue [y/N]? ");
        if (Console.In.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CliException("nothing was changed: not confirmed");
        }
    }
}
