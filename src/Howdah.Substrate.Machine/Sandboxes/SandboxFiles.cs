namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>The files of one sandbox on the host.</summary>
/// <param name="Directory">The folder that holds them, readable by the engine's user only.</param>
internal sealed record SandboxFiles(string Directory)
{
    /// <summary>Held by every process of the sandbox.</summary>
    public string Lock => Path.Combine(Directory, "lock");

    /// <summary>The <see cref="SandboxRecord"/>.</summary>
    public string Record => Path.Combine(Directory, "sandbox.json");

    /// <summary>What bubblewrap and Pebble print.</summary>
    public string Log => Path.Combine(Directory, "pebble.log");

    /// <summary>What is fresh at every start: <c>/var</c>, <c>/tmp</c> and the generated files of <c>/etc</c>.</summary>
    public string Root => Path.Combine(Directory, "root");

    /// <summary>Folder of the socket, shared between the charm's sandbox and this one.</summary>
    public string SocketDirectory => Path.Combine(Directory, "socket");

    /// <summary>Pebble's socket.</summary>
    public string Socket => Path.Combine(SocketDirectory, "pebble.socket");
}
