namespace Howdah.Charms.GlauthK8s;

/// <summary>Where slapd has its things.</summary>
/// <param name="Folder">A folder that stays, its user's own.</param>
/// <param name="Sockets">The folder of its local socket, its user's own: whoever reaches the socket may change everything.</param>
internal sealed record SlapdPaths(string Folder, string Sockets)
{
    /// <summary>In the container.</summary>
    internal static SlapdPaths Workload { get; } = new("/var/lib/ldap", "/run/slapd");

    internal string Configuration => $"{Folder}/slapd.conf";

    internal string Database => $"{Folder}/db";

    internal string Certificate => $"{Folder}/server.crt";

    internal string PrivateKey => $"{Folder}/server.key";

    /// <summary>The local socket as a URL.</summary>
    internal string LocalUrl => $"ldapi://{Uri.EscapeDataString($"{Sockets}/ldapi")}";
}
