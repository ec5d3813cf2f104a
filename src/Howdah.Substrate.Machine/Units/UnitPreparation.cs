using Howdah.Engine.Substrates;

namespace Howdah.Substrate.Machine.Units;

/// <summary>Makes the folders of a unit: storage, the copy of its charm, the links of the hook commands.</summary>
internal static class UnitPreparation
{
    private const string HookTool = "/charm/bin/hook-tool";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Names of all containers of a unit.</summary>
    public static IEnumerable<string> Containers(UnitSpec unit) =>
        unit.Containers.Select(container => container.Name).Prepend(UnitFiles.Charm);

    /// <summary>True when the unit has no copy of its charm, or one of another charm.</summary>
    public static bool NeedsCharm(MachineUnit place, UnitSpec unit) =>
        !string.Equals(place.Plan?.CharmRevision, unit.CharmRevision, StringComparison.Ordinal) || !CharmCopy.Exists(unit.AgentDirectory);

    /// <summary>Makes what is missing. Nothing of the charm may run when it <see cref="NeedsCharm"/>.</summary>
    public static void Prepare(MachineFiles files, MachineUnit place, UnitSpec unit)
    {
        SandboxRoot.MakeDirectory(Path.GetDirectoryName(place.Files.Directory)!, OwnerOnly);
        SandboxRoot.MakeDirectory(place.Files.Directory, OwnerOnly);
        SandboxRoot.MakeDirectory(unit.AgentDirectory, OwnerOnly);
        foreach (var storage in unit.Storages)
        {
            var directory = files.Storage(unit.Model, storage.Id);
            SandboxRoot.MakeDirectory(Path.GetDirectoryName(directory)!, OwnerOnly);
            HostMachine.MakeReadable(directory);
        }

        // Written first: from here on a removal finds everything.
        var plan = new UnitPlan([.. unit.Containers.Select(one => one.Name)], unit.AgentDirectory, unit.CharmRevision);
        if (NeedsCharm(place, unit))
        {
            (plan with { CharmRevision = "" }).Write(place.Files.Plan);
            CharmCopy.Replace(unit.CharmDirectory, unit.AgentDirectory);
        }

        plan.Write(place.Files.Plan);
        MakeTools(place.Files.Tools, unit.HookCommands);
        SandboxRoot.PrepareShared(place.Files.Sandbox(UnitFiles.Charm), null);
        foreach (var container in unit.Containers)
        {
            SandboxRoot.PrepareShared(place.Files.Sandbox(container.Name), container);
        }
    }

    private static void MakeTools(string directory, IReadOnlyList<string> commands)
    {
        HostMachine.MakeReadable(directory);
        var wanted = commands.Select(command => Path.Combine(directory, command)).ToHashSet(StringComparer.Ordinal);
        var there = Directory.EnumerateFileSystemEntries(directory).ToHashSet(StringComparer.Ordinal);
        foreach (var stale in there.Except(wanted, StringComparer.Ordinal))
        {
            File.Delete(stale);
        }

        foreach (var link in wanted.Except(there, StringComparer.Ordinal))
        {
            File.CreateSymbolicLink(link, HookTool);
        }
    }
}
