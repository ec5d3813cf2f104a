using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>Writes a <see cref="PatroniConfiguration"/> as <c>patroni.yml</c>. The same configuration always gives the same text.</summary>
internal static class PatroniYaml
{
    /// <summary>The text of the file. It holds passwords: keep it readable for its owner only.</summary>
    internal static string Render(PatroniConfiguration configuration)
    {
        var document = new YamlDocument(Map(
            ("scope", Text(configuration.Scope)),
            ("namespace", Text(configuration.Namespace)),
            ("name", Text(configuration.Member.Name)),
            ("restapi", RestApi(configuration)),
            // Whom this Patroni believes when it asks another; from before the first one needs it.
            ("ctl", configuration.Tls is { } tls ? Map(("cacert", Text(tls.Trusted))) : null),
            (configuration.Store.Api == StoreApi.EtcdV2 ? "etcd" : "etcd3", Store(configuration.Store)),
            ("bootstrap", Bootstrap(configuration)),
            ("postgresql", Postgresql(configuration)),
            ("watchdog", Map(("mode", Text("off"))))));
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(document).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode RestApi(PatroniConfiguration configuration) => Map(
        ("listen", Text($"{configuration.Member.Address}:{Ports.Patroni}")),
        ("connect_address", Text($"{configuration.Member.Host}:{Ports.Patroni}")),
        ("authentication", User(configuration.RestApi)),
        ("certfile", Required(configuration) is { } tls ? Text(tls.Certificate) : null),
        ("keyfile", Required(configuration) is { } own ? Text(own.Certificate) : null));

    private static YamlMappingNode Store(PatroniStore store) => Map(
        ("hosts", List(store.Hosts.Select(Text))),
        ("protocol", Text(store.Protocol)));

    private static YamlMappingNode Bootstrap(PatroniConfiguration configuration) => Map(
        ("dcs", Convert(configuration.Dynamic.ToJson())),
        ("initdb", List([Map(("encoding", Text("UTF8"))), Map(("locale", Text("C.UTF-8"))), Text("data-checksums")])));

    private static YamlMappingNode Postgresql(PatroniConfiguration configuration)
    {
        var paths = configuration.Paths;
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["unix_socket_directories"] = paths.SocketDirectory,
        };
        foreach (var (name, value) in configuration.LocalParameters)
        {
            parameters[name] = value ?? "";
        }

        foreach (var (name, value) in configuration.Tls?.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            parameters[name] = value;
        }

        return Map(
            ("listen", Text($"{configuration.Member.Address}:{Ports.Postgresql}")),
            ("connect_address", Text($"{configuration.Member.Host}:{Ports.Postgresql}")),
            ("data_dir", Text(paths.DataDirectory)),
            ("bin_dir", Text(paths.BinDirectory)),
            ("pgpass", Text(paths.PasswordFile)),
            ("use_unix_socket", Flag(true)),
            ("use_unix_socket_repl", Flag(true)),
            ("authentication", Map(
                ("superuser", User(configuration.Users.Superuser, Required(configuration))),
                ("replication", User(configuration.Users.Replication, Required(configuration))),
                ("rewind", User(configuration.Users.Rewind, Required(configuration))))),
            ("parameters", Map([.. parameters.Select(p => (p.Key, Text(p.Value)))])),
            ("pg_hba", List(configuration.Hba.Select(rule => Text(rule.Line)))),
            ("basebackup", List([Map(("checkpoint", Text("fast")))])),
            ("callbacks", configuration.Callback.Length == 0 ? null : Callbacks(configuration.Callback)));
    }

    private static YamlMappingNode Callbacks(string command) => Map(
        ("on_start", Text(command)),
        ("on_restart", Text(command)),
        // A standby follows another primary, or the primary has another synchronous standby: both are reloads.
        ("on_reload", Text(command)),
        ("on_role_change", Text(command)));

    private static YamlMappingNode User(Credentials credentials, PatroniTls? verified = null) => Map(
        ("username", Text(credentials.Username)),
        ("password", Text(credentials.Password)),
        ("sslmode", verified is null ? null : Text("verify-full")),
        ("sslrootcert", verified is null ? null : Text(verified.Trusted)));

    private static PatroniTls? Required(PatroniConfiguration configuration) => configuration.Tls is { IsRequired: true } tls ? tls : null;

    private static YamlNode Convert(JsonNode node) => node switch
    {
        JsonObject map => Map([.. map.Where(p => p.Value is not null).Select(p => (p.Key, Convert(p.Value!)))]),
        _ when node.GetValueKind() == JsonValueKind.String => Text(node.GetValue<string>()),
        _ => new YamlScalarNode(node.ToJsonString()) { Style = ScalarStyle.Plain },
    };

    private static YamlMappingNode Map(params (string Key, YamlNode? Value)[] entries)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                map.Add(new YamlScalarNode(key), value);
            }
        }

        return map;
    }

    private static YamlSequenceNode List(IEnumerable<YamlNode> items) => new(items);

    // Quoted, so that no reader takes "on" for true or "010" for 8. Double quotes can carry every character.
    private static YamlNode Text(string value) => new YamlScalarNode(value) { Style = ScalarStyle.DoubleQuoted };

    private static YamlScalarNode Flag(bool value) => new(value ? "true" : "false") { Style = ScalarStyle.Plain };
}
