namespace Howdah.Substrate.Machine;

/// <summary>What the machine substrate is told at its start.</summary>
/// <param name="DataDirectory">The engine's data directory; made when missing.</param>
/// <param name="PebbleBinary">The service manager that is the first process of every sandbox.</param>
/// <param name="HookToolBinary">The executable behind every hook command.</param>
public sealed record MachineOptions(string DataDirectory, string PebbleBinary, string HookToolBinary)
{
    /// <summary>Where bubblewrap is; a name without a folder is searched on the PATH.</summary>
    public string Bubblewrap { get; init; } = "bwrap";

    /// <summary>How long a sandbox may take until its Pebble answers.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the services of a unit may take to stop before they are killed.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(30);
}
