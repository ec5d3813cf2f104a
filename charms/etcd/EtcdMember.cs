using System.Globalization;
using Howdah.Ops;

namespace Howdah.Charms.Etcd;

/// <summary>How one member of etcd runs.</summary>
/// <param name="Name">Its name, <c>etcd-0</c>.</param>
/// <param name="Address">The address to listen on.</param>
/// <param name="Version">What <c>etcd --version</c> says, <c>3.4.23</c>.</param>
internal sealed record EtcdMember(string Name, string Address, string Version)
{
    /// <summary>The name of the service and of its check.</summary>
    internal const string Service = "etcd";

    /// <summary>The folder of its storage.</summary>
    internal const string Storage = "/var/lib/etcd";

    /// <summary>The account that it runs as.</summary>
    internal const string User = "etcd";

    /// <summary>Where it listens for clients.</summary>
    internal const int ClientPort = 2379;

    /// <summary>Where it listens for other members.</summary>
    internal const int PeerPort = 2380;

    /// <summary>Where clients find it.</summary>
    internal string ClientUrl => Url(ClientPort);

    /// <summary>Answers 200 while it can take a write.</summary>
    internal string HealthUrl => ClientUrl + "/health";

    private string PeerUrl => Url(PeerPort);

    // Patroni before 3.1 is safe with the v2 API only; etcd 3.6 has none any more and refuses the option.
    private bool HasV2 => System.Version.TryParse(Version, out var version) && version < new Version(3, 6);

    /// <summary>The layer of its container.</summary>
    internal Layer Layer() => new()
    {
        Summary = "etcd",
        Services = new Dictionary<string, Service>(StringComparer.Ordinal)
        {
            [Service] = new(string.Join(' ', Command()))
            {
                Summary = "a member of etcd",
                Enabled = true,
                User = User,
                Group = User,
                OnCheckFailure = new Dictionary<string, ServiceAction>(StringComparer.Ordinal) { [Service] = ServiceAction.Restart },
            },
        },
        Checks = new Dictionary<string, Check>(StringComparer.Ordinal)
        {
            [Service] = new()
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(3),
                Timeout = TimeSpan.FromSeconds(2),
                Threshold = 3,
                Http = new(HealthUrl),
            },
        },
    };

    private IReadOnlyList<string> Command() =>
    [
        "etcd",
        "--name", Name,
        "--data-dir", Storage + "/member",
        "--listen-client-urls", ClientUrl,
        "--advertise-client-urls", ClientUrl,
        "--listen-peer-urls", PeerUrl,
        "--initial-advertise-peer-urls", PeerUrl,
        "--initial-cluster", $"{Name}={PeerUrl}",
        "--auto-compaction-mode", "periodic",
        "--auto-compaction-retention", "1h",
        "--logger", "zap",
        "--log-level", "warn",
        .. HasV2 ? ["--enable-v2=true"] : Array.Empty<string>(),
    ];

    private string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://{Address}:{port}");
}
