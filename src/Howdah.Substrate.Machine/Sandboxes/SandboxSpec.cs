namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>All that decides what a sandbox is. Equal descriptions give equal command lines.</summary>
/// <param name="HostName">Its host name.</param>
/// <param name="Command">What runs as its first process.</param>
internal sealed record SandboxSpec(string HostName, IReadOnlyList<string> Command)
{
    /// <summary>What it sees, in the order in which it is laid over each other.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>Environment of the first process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True when an ordinary user runs it: it gets a user namespace with that one user.</summary>
    public bool Rootless { get; init; }

    /// <summary>User and group of the first process; null for the engine's own. Has no meaning without root.</summary>
    public (int User, int Group)? RunAs { get; init; }
}

/// <summary>One thing that a sandbox sees at a path.</summary>
/// <param name="Path">Absolute path in the sandbox.</param>
internal abstract record SandboxMount(string Path)
{
    /// <summary>A file or folder of the host, writable.</summary>
    public sealed record Bind(string Source, string Path) : SandboxMount(Path);

    /// <summary>A file or folder of the host, read-only. An <paramref name="Optional"/> one may be missing.</summary>
    public sealed record ReadOnly(string Source, string Path, bool Optional = false) : SandboxMount(Path);

    /// <summary>An empty folder in memory.</summary>
    public sealed record Memory(string Path, string Mode = "0755") : SandboxMount(Path);

    /// <summary>An empty folder. Bubblewrap gives folders that it makes by itself, above a mount, to root alone.</summary>
    public sealed record Folder(string Path, string Mode = "0755") : SandboxMount(Path);

    /// <summary>A symbolic link.</summary>
    public sealed record Link(string Target, string Path) : SandboxMount(Path);

    /// <summary>The processes of the sandbox.</summary>
    public sealed record Processes(string Path) : SandboxMount(Path);

    /// <summary>The devices that every program needs.</summary>
    public sealed record Devices(string Path) : SandboxMount(Path);
}
