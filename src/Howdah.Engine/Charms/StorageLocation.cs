using Howdah.Engine.Yaml;

namespace Howdah.Engine.Charms;

/// <summary>
/// Where storage may appear. Never inside what a charm or workload can write: a link that it left there would have the place made wherever
/// that link leads, outside of its container.
/// </summary>
internal static class StorageLocation
{
    // Folders of a container that outlive it, and those that only a kernel fills.
    private static readonly string[] Reserved = ["/var/lib/juju", "/charm", "/proc", "/sys", "/dev"];

    /// <summary>The location that a section names; null when it names none.</summary>
    /// <exception cref="EngineException">Nothing may appear there.</exception>
    public static string? Read(YamlSection section)
    {
        if (section.Text("location") is not { } text)
        {
            return null;
        }

        var location = text.Length > 1 ? text.TrimEnd('/') : text;
        if (!location.StartsWith('/') || location.Split('/').Skip(1).Any(step => step is "" or "." or ".."))
        {
            throw section.Error("location", $"\"{text}\" is not an absolute path without \".\" and \"..\"");
        }

        return Reserved.FirstOrDefault(place => location == place || IsInside(location, place)) is { } reserved
            ? throw section.Error("location", $"\"{text}\" is in {reserved}, which is reserved")
            : location;
    }

    /// <summary>What is wrong with how a charm lays storage over each other; null when nothing is.</summary>
    public static string? FindNested(Charm charm) =>
        charm.Containers.Values
            .Select(container => container.Mounts.Select(mount => Place(charm.Storages[mount.Storage], mount.Location)))
            .Prepend(charm.Storages.Values.Select(storage => Place(storage, storage.Location)))
            .Select(FindNested)
            .FirstOrDefault(problem => problem is not null);

    private static string? FindNested(IEnumerable<(string Storage, string Path)> view)
    {
        var places = view.ToList();
        var nested =
            from outer in places
            from inner in places
            where inner != outer && (inner.Path == outer.Path || IsInside(inner.Path, outer.Path))
            select $"\"{inner.Storage}\" at {inner.Path} would be inside \"{outer.Storage}\" at {outer.Path}";
        return nested.FirstOrDefault();
    }

    // What all instances of it have in common.
    private static (string Storage, string Path) Place(Storage storage, string? location) =>
        (storage.Name, location is not null && storage.MaximumCount == 1 ? location : $"{location ?? Storage.DefaultLocation}/{storage.Name}");

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
