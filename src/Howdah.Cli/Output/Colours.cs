namespace Howdah.Cli.Output;

/// <summary>Colours of a terminal, used only where a person watches.</summary>
internal static class Colours
{
    /// <summary>Back to the terminal's own colour.</summary>
    public const string Reset = "\e[0m";

    /// <summary>For what is well.</summary>
    public const string Green = "\e[32m";

    /// <summary>For what is on its way.</summary>
    public const string Yellow = "\e[33m";

    /// <summary>For what needs a person.</summary>
    public const string Red = "\e[31m";

    /// <summary>For what matters less.</summary>
    public const string Dim = "\e[2m";

    /// <summary>The colour of a status word; null for none.</summary>
    public static string? Of(string status) => status switch
    {
        "active" or "idle" or "available" or "completed" => Green,
        "maintenance" or "waiting" or "executing" or "allocating" or "pending" or "running" or "unknown" => Yellow,
        "blocked" or "error" or "failed" or "lost" or "terminated" => Red,
        _ => null,
    };
}
