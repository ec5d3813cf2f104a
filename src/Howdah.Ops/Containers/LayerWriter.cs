using System.Globalization;
using Howdah.Pebble.Client;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Ops;

/// <summary>
/// Writes layers. Texts are quoted, so that none is taken for a number, a date or a null by whoever reads them.
/// </summary>
internal static class LayerWriter
{
    public static string Write(Layer layer)
    {
        var map = new YamlMappingNode();
        Text(map, "summary", layer.Summary);
        Section(map, "services", layer.Services, Service);
        Section(map, "checks", layer.Checks, Check);
        Section(map, "log-targets", layer.LogTargets, Target);
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(map)).Save(new Emitter(writer, 2, int.MaxValue, false), assignAnchors: false);
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    internal static string Word<T>(T value)
        where T : struct, Enum => value switch
        {
            ServiceAction.SuccessShutdown => "success-shutdown",
            ServiceAction.FailureShutdown => "failure-shutdown",
            _ => value.ToString().ToLowerInvariant(),
        };

    private static YamlMappingNode Service(Service service)
    {
        var map = new YamlMappingNode();
        Plain(map, "override", Word(service.Override));
        Text(map, "summary", service.Summary);
        Startup(map, service.Enabled);
        Text(map, "command", service.Command);
        List(map, "after", service.After);
        List(map, "before", service.Before);
        List(map, "requires", service.Requires);
        Texts(map, "environment", service.Environment);
        Number(map, "user-id", service.UserId);
        Text(map, "user", service.User);
        Number(map, "group-id", service.GroupId);
        Text(map, "group", service.Group);
        Text(map, "working-dir", service.WorkingDirectory);
        Action(map, "on-success", service.OnSuccess);
        Action(map, "on-failure", service.OnFailure);
        if (service.OnCheckFailure.Count > 0)
        {
            var actions = new YamlMappingNode();
            foreach (var (check, action) in Sorted(service.OnCheckFailure))
            {
                Plain(actions, check, Word(action));
            }

            map.Add("on-check-failure", actions);
        }

        Duration(map, "backoff-delay", service.BackoffDelay);
        Plain(map, "backoff-factor", service.BackoffFactor?.ToString("0.0###", CultureInfo.InvariantCulture));
        Duration(map, "backoff-limit", service.BackoffLimit);
        Duration(map, "kill-delay", service.KillDelay);
        return map;
    }

    private static YamlMappingNode Check(Check check)
    {
        var map = new YamlMappingNode();
        Plain(map, "override", Word(check.Override));
        Plain(map, "level", check.Level is { } level ? Word(level) : null);
        Startup(map, check.Enabled);
        Duration(map, "period", check.Period);
        Duration(map, "timeout", check.Timeout);
        Number(map, "threshold", check.Threshold);
        if (check.Http is { } http)
        {
            var inner = new YamlMappingNode();
            Text(inner, "url", http.Url);
            Texts(inner, "headers", http.Headers);
            map.Add("http", inner);
        }

        if (check.Tcp is { } tcp)
        {
            var inner = new YamlMappingNode();
            Number(inner, "port", tcp.Port);
            Text(inner, "host", tcp.Host);
            map.Add("tcp", inner);
        }

        if (check.Exec is { } exec)
        {
            var inner = new YamlMappingNode();
            Text(inner, "command", exec.Command);
            Text(inner, "service-context", exec.ServiceContext);
            Texts(inner, "environment", exec.Environment);
            Text(inner, "user", exec.User);
            Text(inner, "group", exec.Group);
            Text(inner, "working-dir", exec.WorkingDirectory);
            map.Add("exec", inner);
        }

        return map;
    }

    private static YamlMappingNode Target(LogTarget target)
    {
        var map = new YamlMappingNode();
        Plain(map, "override", Word(target.Override));
        Plain(map, "type", target.Type);
        Text(map, "location", target.Location);
        map.Add("services", Sequence(target.Services));
        Texts(map, "labels", target.Labels);
        return map;
    }

    private static void Section<T>(
        YamlMappingNode map, string key, IReadOnlyDictionary<string, T> entries, Func<T, YamlMappingNode> write)
    {
        if (entries.Count > 0)
        {
            var section = new YamlMappingNode();
            foreach (var (name, entry) in Sorted(entries))
            {
                section.Add(name, write(entry));
            }

            map.Add(key, section);
        }
    }

    private static IOrderedEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> entries) =>
        entries.OrderBy(e => e.Key, StringComparer.Ordinal);

    private static void Plain(YamlMappingNode map, string key, string? value)
    {
        if (value is not null)
        {
            map.Add(key, new YamlScalarNode(value) { Style = ScalarStyle.Plain });
        }
    }

    private static YamlScalarNode Quoted(string value) => new(value) { Style = ScalarStyle.DoubleQuoted };

    private static void Text(YamlMappingNode map, string key, string? value)
    {
        if (value is not null)
        {
            map.Add(key, Quoted(value));
        }
    }

    private static void Number(YamlMappingNode map, string key, int? value) =>
        Plain(map, key, value?.ToString(CultureInfo.InvariantCulture));

    private static void Duration(YamlMappingNode map, string key, TimeSpan? value) =>
        Plain(map, key, value is { } duration ? GoDuration.Format(duration) : null);

    private static void Startup(YamlMappingNode map, bool? enabled) =>
        Plain(map, "startup", enabled is { } value ? value ? "enabled" : "disabled" : null);

    private static void Action(YamlMappingNode map, string key, ServiceAction? action) =>
        Plain(map, key, action is { } value ? Word(value) : null);

    private static void List(YamlMappingNode map, string key, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            map.Add(key, Sequence(values));
        }
    }

    private static YamlSequenceNode Sequence(IReadOnlyList<string> values) => new(values.Select(Quoted));

    private static void Texts(YamlMappingNode map, string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            var inner = new YamlMappingNode();
            foreach (var (name, value) in Sorted(values))
            {
                inner.Add(Quoted(name), Quoted(value));
            }

            map.Add(key, inner);
        }
    }
}
