using System.Globalization;
using Howdah.Pebble.Client;
using YamlDotNet.RepresentationModel;

namespace Howdah.Ops;

/// <summary>Reads layers and plans.</summary>
internal static class LayerReader
{
    public static Layer Read(string yaml)
    {
        var map = Yaml.ParseMap(yaml, "the layer");
        return new Layer
        {
            Summary = map.Text("summary"),
            Services = Section(map, "services", Service),
            Checks = Section(map, "checks", Check),
            LogTargets = Section(map, "log-targets", Target),
        };
    }

    private static Dictionary<string, T> Section<T>(YamlMappingNode map, string key, Func<YamlMappingNode, T> read) =>
        map.Map(key).Entries().ToDictionary(e => e.Key, e => read(e.Value as YamlMappingNode ?? []), StringComparer.Ordinal);

    private static Service Service(YamlMappingNode map) => new(map.Text("command"))
    {
        Override = Word<Override>(map.Text("override")) ?? Override.Replace,
        Summary = map.Text("summary"),
        Enabled = Startup(map),
        After = map.Texts("after"),
        Before = map.Texts("before"),
        Requires = map.Texts("requires"),
        Environment = Texts(map, "environment"),
        UserId = Number(map, "user-id"),
        User = map.Text("user"),
        GroupId = Number(map, "group-id"),
        Group = map.Text("group"),
        WorkingDirectory = map.Text("working-dir"),
        OnSuccess = Word<ServiceAction>(map.Text("on-success")),
        OnFailure = Word<ServiceAction>(map.Text("on-failure")),
        OnCheckFailure = Texts(map, "on-check-failure")
            .ToDictionary(p => p.Key, p => Word<ServiceAction>(p.Value) ?? default, StringComparer.Ordinal),
        BackoffDelay = Duration(map, "backoff-delay"),
        BackoffFactor = map.Text("backoff-factor") is { } factor ? double.Parse(factor, CultureInfo.InvariantCulture) : null,
        BackoffLimit = Duration(map, "backoff-limit"),
        KillDelay = Duration(map, "kill-delay"),
    };

    private static Check Check(YamlMappingNode map) => new()
    {
        Override = Word<Override>(map.Text("override")) ?? Override.Replace,
        Level = Word<CheckLevel>(map.Text("level")),
        Enabled = Startup(map),
        Period = Duration(map, "period"),
        Timeout = Duration(map, "timeout"),
        Threshold = Number(map, "threshold"),
        Http = map.Find("http") is YamlMappingNode http
            ? new HttpCheck(http.Text("url") ?? "") { Headers = Texts(http, "headers") }
            : null,
        Tcp = map.Find("tcp") is YamlMappingNode tcp ? new TcpCheck(Number(tcp, "port") ?? 0, tcp.Text("host")) : null,
        Exec = map.Find("exec") is YamlMappingNode exec
            ? new ExecCheck(exec.Text("command") ?? "")
            {
                ServiceContext = exec.Text("service-context"),
                Environment = Texts(exec, "environment"),
                User = exec.Text("user"),
                Group = exec.Text("group"),
                WorkingDirectory = exec.Text("working-dir"),
            }
            : null,
    };

    private static LogTarget Target(YamlMappingNode map) =>
        new(map.Text("type") ?? "", map.Text("location") ?? "", map.Texts("services"))
        {
            Override = Word<Override>(map.Text("override")) ?? Override.Replace,
            Labels = Texts(map, "labels"),
        };

    private static bool? Startup(YamlMappingNode map) => map.Text("startup") is { } text ? text == "enabled" : null;

    private static int? Number(YamlMappingNode map, string key) =>
        map.Text(key) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static TimeSpan? Duration(YamlMappingNode map, string key) =>
        map.Text(key) is { } text ? GoDuration.Parse(text) : null;

    private static Dictionary<string, string> Texts(YamlMappingNode map, string key) =>
        map.Map(key).Entries().ToDictionary(e => e.Key, e => (e.Value as YamlScalarNode)?.Value ?? "", StringComparer.Ordinal);

    private static T? Word<T>(string? text)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(LayerWriter.Word(value), text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        throw new FormatException($"\"{text}\" is not one of the words for a {typeof(T).Name}");
    }
}
