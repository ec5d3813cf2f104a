using Howdah.Charms.PostgresqlK8s.Tls;
using YamlDotNet.RepresentationModel;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What opens the doors of this member, out of <c>patroni.yml</c>, which only its owner can read.</summary>
internal static class LocalAccess
{
    /// <summary>How the member's own superuser gets into its PostgreSQL.</summary>
    internal static (string Socket, Credentials User) ReadPostgresql(string patroniConfiguration)
    {
        var postgresql = Load(patroniConfiguration)["postgresql"];
        return (Text(postgresql["parameters"]["unix_socket_directories"]), User(postgresql["authentication"]["superuser"]));
    }

    /// <summary>Who may change things through the REST API of this and every other member.</summary>
    internal static Credentials ReadRestApi(string patroniConfiguration) => User(Load(patroniConfiguration)["restapi"]["authentication"]);

    /// <summary>Where this member's own REST API answers to a path.</summary>
    internal static Uri RestUrl(GuardSettings settings, string path)
    {
        var api = (YamlMappingNode)Load(settings.Command[^1])["restapi"];
        var scheme = api.Children.ContainsKey("certfile") ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return new UriBuilder(settings.RestUrl) { Scheme = scheme, Path = path }.Uri;
    }

    /// <summary>For HTTP with members, who are verified by the CAs that this one trusts at the time.</summary>
    internal static SocketsHttpHandler MemberHandler(GuardSettings settings) => TrustedAuthorities.Handler(() => FindTrusted(settings));

    /// <summary>The CAs by which members are verified, PEM; null while they are not.</summary>
    internal static string? FindTrusted(GuardSettings settings) => File.Exists(settings.TrustedFile) ? File.ReadAllText(settings.TrustedFile) : null;

    private static YamlNode Load(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static Credentials User(YamlNode user) => new(Text(user["username"]), Text(user["password"]));

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
