using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Howdah.Cli.Tests.Programs;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Docs;

/// <summary>The document by which programs learn the API, as the engine serves it, and the page made of it.</summary>
[Collection(EngineCollection.Name)]
public sealed class ApiReferenceTests(EngineFixture engine)
{
    /// <summary>Set to have the page written instead of compared.</summary>
    private const string Write = "HOWDAH_WRITE_DOCS";

    [Fact]
    public async Task The_reference_page_says_what_the_engine_serves()
    {
        var page = Render(JsonNode.Parse(await GetAsync("/v1/openapi.json"))!);
        var path = Path.Combine(Installation.Root, "docs", "reference", "api.md");
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Write)))
        {
            await File.WriteAllTextAsync(path, page);
        }

        Assert.True(File.Exists(path) && page == await File.ReadAllTextAsync(path), $"{path} is out of date; run this test once with {Write}=1");
    }

    [Theory]
    [InlineData("/v1/info", "/v1/info")]
    [InlineData("/v1/models/{model}/status", "/v1/models/default/status")]
    [InlineData("/v1/models/{model}/applications/{application}/config", "/v1/models/default/applications/greeter/config")]
    [InlineData("/v1/models/{model}/units/{application}/{number}/why", "/v1/models/default/units/greeter/0/why")]
    public async Task An_answer_has_what_the_document_says(string path, string actual)
    {
        var document = JsonNode.Parse(await GetAsync("/v1/openapi.json"))!;
        var name = ((string)Schema(document["paths"]![path]!["get"]!["responses"]!["200"]!)!).Split('/')[^1];
        var schema = document["components"]!["schemas"]![name]!;
        var answer = JsonNode.Parse(await GetAsync(actual))!.AsObject().Select(property => property.Key).ToList();
        Assert.Subset(schema["properties"]!.AsObject().Select(property => property.Key).ToHashSet(), answer.ToHashSet());
        Assert.Superset((schema["required"]?.AsArray() ?? []).Select(each => (string)each!).ToHashSet(), answer.ToHashSet());
    }

    private static JsonNode? Schema(JsonNode message) => message["content"]?.AsObject().Single().Value!["schema"]!["$ref"];

    private static string Render(JsonNode document)
    {
        var text = new StringBuilder(
            """
            # API

            HTTP and JSON on the socket `howdah.sock` in the engine's folder, for its owner alone. `GET /v1/openapi.json` is the whole of it for programs, with the shape of every
            body and answer. An error is answered with a status of 400 or more and `ApiErrorEnvelope`, and nothing was changed then.

            An engine that was started with `--listen ADDRESS:PORT` is called over TLS too, with a token in the header `Authorization: Bearer TOKEN`. `howdah remote-access`
            writes a token with the address and the fingerprint of the engine's certificate, which is signed by nobody else: for an operator, who may call all, or for the
            agent of a unit. Which paths such an agent may call, the second column says.

            | | for | what it does | query | body | answer |
            | --- | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var query = operation!["parameters"]?.AsArray().Where(each => (string)each!["in"]! == "query").Select(each => $"`{each!["name"]}`") ?? [];
                var answer = operation["responses"]!.AsObject().First().Value!;
                text.Append("| `").Append(method.ToUpperInvariant()).Append(' ').Append(path).Append("` | ").Append((string)operation["x-callers"]!).Append(" | ").Append((string)operation["summary"]!)
                    .Append(" | ").AppendJoin(", ", query).Append(" | ").Append(operation["requestBody"] is { } body ? Name(body) : "")
                    .Append(" | ").Append(Name(answer)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Name(JsonNode message) => ((string?)Schema(message))?.Split('/')[^1] ?? "";

    private async Task<string> GetAsync(string path)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(engine.Howdah.DataDirectory, "howdah.sock")), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }
}
