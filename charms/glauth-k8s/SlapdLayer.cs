using System.Globalization;
using Howdah.Ops;

namespace Howdah.Charms.GlauthK8s;

/// <summary>The layer of the workload container.</summary>
internal static class SlapdLayer
{
    internal const string Container = "glauth";
    internal const string Service = "slapd";

    /// <summary>The account that slapd runs as.</summary>
    internal const string User = "openldap";

    // Those of GLAuth: one that is not root can listen on them.
    internal const int Port = 3893;
    internal const int TlsPort = 3894;

    internal static string Url(string address) => Url("ldap", address, Port);

    internal static string TlsUrl(string address) => Url("ldaps", address, TlsPort);

    internal static Layer Of(SlapdPaths paths, string address) => new()
    {
        Services = new Dictionary<string, Service>(StringComparer.Ordinal)
        {
            [Service] = new($"slapd -d none -f {paths.Configuration} -h '{Url(address)} {TlsUrl(address)} {paths.LocalUrl}'")
            {
                Summary = "the directory",
                Enabled = true,
                User = User,
                Group = User,
                OnSuccess = ServiceAction.Restart,
                OnFailure = ServiceAction.Restart,
                OnCheckFailure = new Dictionary<string, ServiceAction>(StringComparer.Ordinal) { [Service] = ServiceAction.Restart },
                BackoffDelay = TimeSpan.FromMilliseconds(200),
                BackoffLimit = TimeSpan.FromSeconds(10),
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
                Tcp = new(Port, address),
            },
        },
    };

    private static string Url(string scheme, string address, int port) => string.Create(
        CultureInfo.InvariantCulture, $"{scheme}://{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{port}");
}
