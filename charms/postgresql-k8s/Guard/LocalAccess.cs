using YamlDotNet.RepresentationModel;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>How the member's own superuser gets into its PostgreSQL, out of <c>patroni.yml</c>, which only its owner can read.</summary>
internal static class LocalAccess
{
    internal static (string Socket, Credentials User) Read(string patroniConfiguration)
    {
        using var reader = new StreamReader(patroniConfiguration);
        var yaml = new YamlStream();
        yaml.Load(reader);
        var postgresql = yaml.Documents[0].RootNode["postgresql"];
        var superuser = postgresql["authentication"]["superuser"];
        return (
            Text(postgresql["parameters"]["unix_socket_directories"]),
            new(Text(superuser["username"]), Text(superuser["password"])));
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
