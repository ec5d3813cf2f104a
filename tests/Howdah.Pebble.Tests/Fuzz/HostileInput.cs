using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Howdah.Pebble.Tests.Fuzz;

/// <summary>
/// Makes requests that are wrong in ways that the seed decides, from ones that are right. Text stands for bytes here (Latin-1),
/// so that invalid UTF-8 can be written. Nothing in it removes folders or makes parents: a mutated path may lie anywhere.
/// </summary>
internal sealed partial class HostileInput(Random random, string folder)
{
    private static readonly string[] _values =
    [
        "null", "true", "-1", "-7.5", "1e999", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"/a\\u0000b\"", "\"a\\nb\"",
        "\"\xff\xfe\"", "\"../../etc/passwd\"",
        "\"9999999h\"", "\"-5s\"", "[]", "{}", "[[null]]", "{\"a\":{\"b\":[1]}}", new string('[', 5000),
        string.Concat(Enumerable.Repeat("{\"a\":", 5000)),
        '"' + new string('x', 300_000) + '"',
    ];

    private static readonly string[] _texts =
    [
        "", "%00", "%ff%fe", "%", "%zz", "..%2f..%2fetc%2fpasswd", "/../../../etc/shadow", "/proc/self/mem",
        "/nowhere%00/etc/passwd", "-1", "99999999999999999999", "9999999h", "-1s",
        "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "%5b", "%5ba-", "%5c", "2026-13-45T99:99:99Z", "1", "true", "all", "a,,b,",
        "%0d%0aX: y", new string('x', 100_000),
    ];

    private static readonly string[] _queries =
    [
        "/v1/files?action=list&path=@&pattern=@", "/v1/files?action=list&path=/etc&pattern=@&itself=@",
        "/v1/files?action=read&path=@&path=@", "/v1/notices?timeout=@&after=@&keys=@",
        "/v1/notices?users=@&user-id=@&types=@", "/v1/notices/@", "/v1/logs?n=@&services=@&follow=@",
        "/v1/changes?select=@&for=@", "/v1/changes/@", "/v1/changes/@/wait?timeout=@",
        "/v1/checks?level=@&names=@", "/v1/health?level=@&names=@", "/v1/services?names=@", "/v1/plan?format=@",
        "/v1/tasks/@/websocket/@", "/v1/@", "/@", "@", "/v1/../v1/@",
    ];

    private static readonly string[] _layers =
    [
        string.Concat(Enumerable.Repeat("[", 100_000)), "services: " + string.Concat(Enumerable.Repeat("{a: ", 50_000)),
        "services: &a {x: *a}", "&a [*a]: 1", "? {a: {b: c}}\n: d",
        "a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nservices: *c", "services: {a: {override: replace, command: \"'\"}}",
        "services: {a: {override: replace, command: x, backoff-factor: .nan}}",
        "services: {a: {override: replace, command: x, kill-delay: 9999999h, user-id: -1}}",
        "checks: {c: {override: replace, period: 9999999h, exec: {command: 'true'}}}",
        "checks: {c: {override: replace, period: -1s, exec: {command: 'true'}}}",
        "services: {\"\\0\": {override: replace, command: \"a\\0b\"}}", "%YAML 9.9\n---\n", "\t", "--- !!binary |\n",
        "log-targets: {t: {override: replace, type: loki, location: \"http://\\0\", services: [all]}}",
        "- " + new string('x', 1_000_000),
    ];

    private (string Path, string Body)[] Posts =>
    [
        ("services", """{"action":"start","services":["fuzzed"]}"""),
        ("signals", """{"signal":"SIGHUP","services":["fuzzed"]}"""),
        ("checks", """{"action":"start","checks":["fuzzed"]}"""),
        ("checks/refresh", """{"name":"fuzzed"}"""),
        ("changes/1", """{"action":"abort"}"""),
        ("notices", """{"action":"add","type":"custom","key":"example.com/fuzzed","repeat-after":"1h","data":{"k":"v"}}"""),
        ("identities", """{"action":"add","identities":{"fuzzed":{"access":"read","basic":{"password":"$6$x"}}}}"""),
        ("exec", """{"command":["true"],"environment":{"A":"b"},"working-dir":"/","timeout":"1s","split-stderr":true}"""),
        ("layers", LayerRequest("\"services: {fuzzed: {override: replace, command: sleep 1000}}\"")),
        ("files", $$"""{"action":"make-dirs","dirs":[{"path":"{{folder}}/made","permissions":"755","user-id":1}]}"""),
        ("files", $$"""{"action":"remove","paths":[{"path":"{{folder}}/made"}]}"""),
        ("pairing", """{"action":"pair"}"""),
    ];

    /// <summary>The bytes of one request, or of what looks like one.</summary>
    public byte[] Next() => Encoding.Latin1.GetBytes(random.Next(12) switch
    {
        < 4 => Post(),
        < 7 => Query(),
        7 => Layer(),
        8 or 9 => Multipart(),
        10 => Lie(),
        _ => Noise(random.Next(1, 3000)),
    });

    private static string Request(string method, string target, string body, string header = "Content-Type: application/json") =>
        $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static string LayerRequest(string yaml) =>
        $$"""{"action":"add","combine":true,"label":"fuzzed","format":"yaml","layer":{{yaml}}}""";

    private string Post()
    {
        var (path, body) = Pick(Posts);
        return Request("POST", "/v1/" + path, Rarely(50) ? $"{{\"action\":\"{new string('x', 5_000_000)}\"}}" : Mutate(body));
    }

    private string Query()
    {
        var target = Placeholder().Replace(Pick(_queries), _ => Pick(_texts));
        return Request(Rarely(20) ? "PATCH" : "GET", Rarely(4) ? Mutate(target) : target, "", "Accept: multipart/form-data");
    }

    private string Layer() =>
        Request("POST", "/v1/layers", LayerRequest(JsonSerializer.Serialize(Rarely(2) ? Pick(_layers) : Mutate(Pick(_layers)))));

    private string Multipart()
    {
        var boundary = Rarely(8) ? Pick(["x", new string('b', 5000), "\xff\xfe\xfd" + new string('b', 40), "\""])
            : new string('b', 32);
        var metadata = $$"""{"action":"write","files":[{"path":"{{folder}}/written","permissions":"644"}]}""";
        var name = Rarely(3) ? "../../x\0y" : "written";
        var body = $"--{boundary}\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n"
            + $"{(Rarely(2) ? Mutate(metadata) : metadata)}\r\n--{boundary}\r\n"
            + $"Content-Disposition: form-data; name=\"files\"; filename=\"{folder}/{name}\"\r\n"
            + $"{(Rarely(8) ? "X: " + new string('h', 50_000) + "\r\n" : "")}\r\n{Noise(random.Next(200))}\r\n--{boundary}--\r\n";
        return Request("POST", "/v1/files", Rarely(2) ? Mutate(body) : body,
            $"Content-Type: multipart/form-data; boundary=\"{boundary}\"");
    }

    // Says one length and sends another, or frames its chunks wrongly.
    private string Lie()
    {
        var (path, body) = Pick(Posts);
        var length = Pick(["99999", "-1", "1", "99999999999999999999", "0x10", ""]);
        var chunk = Pick(["zz", "-5", "FFFFFFFFFFFFFFFF", "5"]);
        return $"POST /v1/{path} HTTP/1.1\r\nHost: x\r\n" + (Rarely(2) ? $"Content-Length: {length}\r\n\r\n{body}"
            : $"Transfer-Encoding: chunked\r\n\r\n{chunk}\r\n{body}\r\n0\r\n\r\n");
    }

    private string Mutate(string text)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(6) switch
            {
                0 => text[..at],
                1 => text[..at] + Noise(random.Next(1, 8)) + text[at..],
                2 when at < text.Length => $"{text[..at]}{(char)(text[at] ^ (1 << random.Next(8)) & 0xff)}{text[(at + 1)..]}",
                3 => text[..at] + text[random.Next(at + 1)..],
                _ => Replaced(text),
            };
        }
        return text;
    }

    // One value of the JSON becomes another.
    private string Replaced(string text)
    {
        var values = Value().Matches(text);
        if (values.Count == 0) return text;
        var value = values[random.Next(values.Count)].Groups["value"];
        return text[..value.Index] + Pick(_values) + text[(value.Index + value.Length)..];
    }

    private string Noise(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(256)));

    private bool Rarely(int oneIn) => random.Next(oneIn) == 0;

    private T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];

    [GeneratedRegex("@", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("[:\\[](?<value>\"[^\"]*\"|[0-9a-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();
}
