using System.Globalization;
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>Describes the sandboxes of a unit: what a pod's containers have, at the same paths.</summary>
/// <param name="files">Where the substrate keeps things.</param>
/// <param name="unit">The unit.</param>
/// <param name="rootless">True when an ordinary user runs the engine.</param>
internal sealed class SandboxPlan(MachineFiles files, UnitSpec unit, bool rootless)
{
    private const string HostsDirectory = "/etc/howdah";
    private const string SocketName = "pebble.socket";
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>What programs of <c>/usr</c> expect of <c>/etc</c>, and what concerns the network; nothing secret.</summary>
    private static readonly string[] HostConfiguration =
    [
        "alternatives", "bash.bashrc", "ca-certificates", "gai.conf", "host.conf", "inputrc", "ld.so.cache", "ld.so.conf",
        "ld.so.conf.d", "ldap/schema", "locale.alias", "localtime", "login.defs", "nsswitch.conf", "perl", "postgresql-common", "profile",
        "protocols", "python3", "resolv.conf", "rpc", "services", "ssl/certs", "ssl/openssl.cnf", "terminfo", "timezone",
    ];

    private readonly UnitFiles own = files.Unit(unit.Model, unit.Unit);
    private readonly string tag = unit.Unit.Replace('/', '-');

    /// <summary>The charm's own sandbox.</summary>
    public SandboxSpec Charm() => new(tag, Pebble)
    {
        Rootless = rootless,
        Environment = Environment(
            "JUJU_CONTAINER_NAMES", string.Join(',', unit.Containers.Select(c => c.Name).Order(StringComparer.Ordinal))),
        Mounts =
        [
            .. System(own.Sandbox(UnitFiles.Charm)),
            PebbleState,
            new SandboxMount.ReadOnly(files.Executables, "/charm/bin"),
            .. unit.Containers.Select(container =>
                new SandboxMount.Bind(own.Sandbox(container.Name).SocketDirectory, $"/charm/containers/{container.Name}")),
            .. Agent($"/var/lib/juju/agents/unit-{tag}"),
            new SandboxMount.ReadOnly(own.Tools, $"/var/lib/juju/tools/unit-{tag}"),
            .. unit.Storages.SelectMany(storage => Storage(storage.Id, storage.Location)),
        ],
    };

    /// <summary>The sandbox of a workload container.</summary>
    public SandboxSpec Workload(ContainerSpec container) => new(tag, Pebble)
    {
        Rootless = rootless,
        RunAs = container.Uid is { } user ? (user, container.Gid ?? user) : null,
        Environment = Environment("JUJU_CONTAINER_NAME", container.Name),
        Mounts =
        [
            .. System(own.Sandbox(container.Name)),
            // A folder in memory is root's, so a Pebble of another user has one on disk (SandboxRoot).
            .. container.Uid is null || rootless ? [PebbleState] : Array.Empty<SandboxMount>(),
            new SandboxMount.ReadOnly(global::System.IO.Path.Combine(files.Executables, "pebble"), "/charm/bin/pebble"),
            .. container.Mounts.SelectMany(mount => Storage(mount.StorageId, mount.Location)),
        ],
    };

    private static SandboxMount PebbleState => new SandboxMount.Memory("/var/lib/pebble");

    private static IReadOnlyList<string> Pebble => ["/charm/bin/pebble", "run", "--create-dirs", "--hold"];

    private static Dictionary<string, string> Environment(string name, string value) => new(StringComparer.Ordinal)
    {
        ["HOME"] = "/root",
        ["LANG"] = "C.UTF-8",
        ["PATH"] = Path,
        ["PEBBLE"] = "/var/lib/pebble/default",
        ["PEBBLE_SOCKET"] = "/charm/container/" + SocketName,
        [name] = value,
    };

    // What the engine writes lies where the charm can't put a link in its way: only the copy of the charm is the charm's.
    private IEnumerable<SandboxMount> Agent(string path)
    {
        var copy = $"{path}/{CharmCopy.Name}";
        yield return new SandboxMount.ReadOnly(unit.AgentDirectory, path);
        yield return new SandboxMount.Bind(global::System.IO.Path.Combine(unit.AgentDirectory, CharmCopy.Name), copy);
        if (CharmCopy.SharesDispatch(unit.CharmDirectory))
        {
            yield return new SandboxMount.ReadOnly(
                global::System.IO.Path.Combine(unit.CharmDirectory, CharmCopy.Dispatch), $"{copy}/{CharmCopy.Dispatch}");
        }
    }

    private IEnumerable<SandboxMount> Storage(string id, string location)
    {
        var parts = location.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var above = Enumerable.Range(1, parts.Length - 1).Select(length => "/" + string.Join('/', parts[..length]));
        var data = new SandboxMount.Bind(files.Storage(unit.Model, id), location);
        return [.. above.Select(path => new SandboxMount.Folder(path)), data];
    }

    private IEnumerable<SandboxMount> System(SandboxFiles sandbox) =>
    [
        new SandboxMount.ReadOnly("/usr", "/usr"),
        new SandboxMount.Link("usr/bin", "/bin"),
        new SandboxMount.Link("usr/sbin", "/sbin"),
        new SandboxMount.Link("usr/lib", "/lib"),
        new SandboxMount.Link("usr/lib64", "/lib64"),
        new SandboxMount.Devices("/dev"),
        new SandboxMount.Memory("/dev/shm", "1777"),
        new SandboxMount.Processes("/proc"),
        new SandboxMount.ReadOnly("/sys", "/sys"),
        new SandboxMount.Memory("/etc"),
        // A folder that bubblewrap makes by itself is its user's alone.
        .. HostConfiguration.Where(entry => entry.Contains('/', StringComparison.Ordinal)).Select(entry => entry.Split('/')[0]).Distinct(StringComparer.Ordinal)
            .Select(folder => new SandboxMount.Folder($"/etc/{folder}")),
        .. HostConfiguration.Select(entry => new SandboxMount.ReadOnly($"/etc/{entry}", $"/etc/{entry}", Optional: true)),
        .. PythonConfiguration(),
        new SandboxMount.ReadOnly(global::System.IO.Path.Combine(sandbox.Root, "passwd"), "/etc/passwd"),
        new SandboxMount.ReadOnly(global::System.IO.Path.Combine(sandbox.Root, "group"), "/etc/group"),
        new SandboxMount.ReadOnly(files.Hosts(unit.Model), HostsDirectory),
        new SandboxMount.Link("howdah/hosts", "/etc/hosts"),
        new SandboxMount.Link("../usr/lib/os-release", "/etc/os-release"),
        new SandboxMount.Memory("/run"),
        new SandboxMount.Bind(global::System.IO.Path.Combine(sandbox.Root, "tmp"), "/tmp"),
        new SandboxMount.Bind(global::System.IO.Path.Combine(sandbox.Root, "var"), "/var"),
        new SandboxMount.Folder("/root", "0700"),
        new SandboxMount.Folder("/charm"),
        new SandboxMount.Folder("/charm/bin"),
        new SandboxMount.Bind(sandbox.SocketDirectory, "/charm/container"),
    ];

    private static IEnumerable<SandboxMount> PythonConfiguration() =>
        Enumerable.Range(10, 6).Select(minor => string.Create(CultureInfo.InvariantCulture, $"/etc/python3.{minor}"))
            .Select(path => new SandboxMount.ReadOnly(path, path, Optional: true));
}
