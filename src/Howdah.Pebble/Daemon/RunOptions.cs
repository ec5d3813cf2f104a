namespace Howdah.Pebble.Daemon;

/// <summary>How the daemon was started: flags and environment.</summary>
internal sealed record RunOptions
{
    public required string Directory { get; init; }

    public required string Socket { get; init; }

    public bool CreateDirs { get; init; }

    public bool Hold { get; init; }

    public bool Verbose { get; init; }

    /// <summary>Where to serve plain HTTP, as written; null: nowhere.</summary>
    public string? Http { get; init; }

    /// <summary>Where to serve HTTPS, as written; null: nowhere.</summary>
    public string? Https { get; init; }

    /// <summary>A file of identities to put in place of those of the same names.</summary>
    public string? Identities { get; init; }

    /// <summary>Extra arguments by service.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Arguments { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>A folder to copy into an empty <see cref="Directory"/>.</summary>
    public string? CopyOnce { get; init; }

    /// <summary>Whether state is kept on disk.</summary>
    public bool Persist { get; init; } = true;

    /// <summary>The options that the environment gives.</summary>
    public static RunOptions FromEnvironment()
    {
        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var directory = Variable("PEBBLE") ?? "/var/lib/pebble/default";
        return new RunOptions
        {
            Directory = directory,
            Socket = Variable("PEBBLE_SOCKET") ?? Path.Combine(directory, ".pebble.socket"),
            CopyOnce = Variable("PEBBLE_COPY_ONCE"),
            Persist = Variable("PEBBLE_PERSIST") is not "never",
            Verbose = Variable("PEBBLE_VERBOSE") is "1",
        };
    }
}
