namespace Howdah.Pebble.Processes;

/// <summary>Signal names of Linux on x86-64 and arm64.</summary>
internal static class Signals
{
    private static readonly string[] _names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE",
        "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM",
        "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The number of a name such as SIGHUP; null when there is none.</summary>
    public static int? Number(string name) => name switch
    {
        "" => null,
        "SIGIOT" => 6,
        "SIGCLD" => 17,
        "SIGPOLL" => 29,
        _ => Array.IndexOf(_names, name) is > 0 and var number ? number : null,
    };
}
