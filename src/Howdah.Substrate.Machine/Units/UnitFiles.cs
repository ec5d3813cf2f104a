using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>The files of one unit on the host.</summary>
/// <param name="Directory">The folder that holds them.</param>
internal sealed record UnitFiles(string Directory)
{
    /// <summary>Name of the charm's own container.</summary>
    public const string Charm = "charm";

    /// <summary>The <see cref="UnitPlan"/>; there as long as anything else of the unit is.</summary>
    public string Plan => Path.Combine(Directory, "unit.json");

    /// <summary>Links by which the charm finds the hook commands.</summary>
    public string Tools => Path.Combine(Directory, "tools");

    /// <summary>The files of one of its sandboxes.</summary>
    public SandboxFiles Sandbox(string container) => new(Path.Combine(Directory, container));
}

/// <summary>The files of the substrate below the data directory.</summary>
internal sealed record MachineFiles(string DataDirectory)
{
    /// <summary>Executables that sandboxes see, replaced by rename with a new version.</summary>
    public string Executables => Path.Combine(DataDirectory, "bin");

    /// <summary>A folder for each model, in it one for each unit, in it one for each sandbox.</summary>
    public string Units => Path.Combine(DataDirectory, "units");

    /// <summary>The address book.</summary>
    public string Addresses => Path.Combine(DataDirectory, "addresses.json");

    /// <summary>Folder of the hosts file of a model.</summary>
    public string Hosts(string model) => Path.Combine(DataDirectory, "hosts", model);

    /// <summary>The files of a unit.</summary>
    public UnitFiles Unit(string model, string unit) => new(Path.Combine(Units, model, unit.Replace('/', '-')));

    /// <summary>The data of a storage instance.</summary>
    public string Storage(string model, string id) => Path.Combine(DataDirectory, "storage", model, id.Replace('/', '-'));
}
