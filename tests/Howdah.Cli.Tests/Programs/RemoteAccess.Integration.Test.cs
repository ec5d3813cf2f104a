using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Transport;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>An engine that listens over TLS, called by operators elsewhere and by agents of units.</summary>
public sealed class RemoteAccessTests(RemoteAccessTests.ListeningEngine engine) : IClassFixture<RemoteAccessTests.ListeningEngine>
{
    private const string Own = "greeter/0";

    /// <summary>What the agent of any unit may call; what neither list has is for operators alone.</summary>
    private static readonly string[] OfAnyUnit = ["GET /v1/info", "GET /v1/openapi.json"];

    /// <summary>What the agent of the unit that the path names may call.</summary>
    private static readonly string[] OfTheUnit =
    [
        "GET /v1/models/{model}/status-log/{application}/{number}",
        "GET /v1/models/{model}/units/{application}/{number}",
        "GET /v1/models/{model}/units/{application}/{number}/hooks",
        "GET /v1/models/{model}/units/{application}/{number}/hooks/{id}",
        "GET /v1/models/{model}/units/{application}/{number}/why",
    ];

    [Fact]
    public async Task An_agent_may_call_only_what_concerns_its_unit_on_every_path_that_there_is()
    {
        using var agent = Client(await AccessAsync("--unit", Own));
        var routes = JsonNode.Parse(await agent.GetStringAsync(new Uri("/v1/openapi.json", UriKind.Relative)))!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Method: method.Key.ToUpperInvariant(), Path: path.Key))).ToList();
        Assert.Subset(routes.Select(route => $"{route.Method} {route.Path}").ToHashSet(), OfAnyUnit.Concat(OfTheUnit).ToHashSet());
        foreach (var (method, path) in routes)
        {
            foreach (var unit in new[] { Own, "greeter/1" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Fill(path, unit), UriKind.Relative));
                using var answer = await agent.SendAsync(request);
                var may = OfAnyUnit.Contains($"{method} {path}") || (unit == Own && OfTheUnit.Contains($"{method} {path}"));
                Assert.True(may ? answer.IsSuccessStatusCode : answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {request.RequestUri}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Who_shows_no_good_token_gets_no_answer_whatever_is_asked()
    {
        var access = await AccessAsync();
        var ofUnit = await AccessAsync("--unit", "greeter/2");
        foreach (var token in new[] { "", "b3BlcmF0b3I.AAAA", ofUnit.Token[..^4] })
        {
            using var stranger = Client(access with { Token = token });
            using var answer = await stranger.GetAsync(new Uri("/v1/info", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        (await engine.Howdah.RunAsync("remove-unit", "greeter/2", "--no-prompt")).Expect();
        (await engine.Howdah.RunAsync("wait-for", "model", "default", "--timeout", "60s", "--query", "len(units)==2")).Expect();
        using var gone = Client(ofUnit);
        using var refused = await gone.GetAsync(new Uri("/v1/info", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("its unit is gone", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_elsewhere_does_what_one_here_does_and_speaks_to_no_other_engine()
    {
        var access = await AccessAsync();
        Assert.Matches("(?m)^greeter +", (await ElsewhereAsync(access, "status")).Expect());
        Assert.Equal("there\n", (await ElsewhereAsync(access, "ssh", Own, "echo", "there")).Expect());
        var agent = await ElsewhereAsync(await AccessAsync("--unit", Own), "status");
        Assert.Equal((1, $"ERROR unit \"{Own}\" may not GET /v1/models/default/status; only an operator may\n"), (agent.ExitCode, agent.Error));

        var other = await ElsewhereAsync(access with { Fingerprint = new string('0', 64) }, "status");
        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith($"ERROR who answers at {access.Url} is not the engine with the fingerprint 0000", other.Error, StringComparison.Ordinal);
        var started = await ElsewhereAsync(access with { Url = "https://127.0.0.1:1" }, "bootstrap");
        Assert.Equal((1, "ERROR HOWDAH_REMOTE is set, so the engine meant is one elsewhere, and none is started here\n"), (started.ExitCode, started.Error));
    }

    [Fact]
    public async Task What_proves_who_calls_is_for_its_owner_alone()
    {
        var file = Path.Combine(engine.Folder, "engine.json");
        (await engine.Howdah.RunAsync("remote-access", file)).Expect();
        var again = await engine.Howdah.RunAsync("remote-access", file);
        Assert.Equal(1, again.ExitCode);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(engine.Howdah.DataDirectory, "tls")).Append(file))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private async Task<RemoteAccess> AccessAsync(params string[] options)
    {
        var file = Path.Combine(engine.Folder, $"{Guid.NewGuid():N}.json");
        (await engine.Howdah.RunAsync(["remote-access", file, .. options])).Expect();
        return JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), ApiJson.Default.RemoteAccess)!;
    }

    private async Task<CommandResult> ElsewhereAsync(RemoteAccess access, params string[] arguments)
    {
        var file = Path.Combine(engine.Folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(access, ApiJson.Default.RemoteAccess));
        return await engine.Howdah.RunProgramAsync(
            "env", [$"{RemoteAccess.Variable}={file}", "HOWDAH_DATA=/nonexistent", Path.Combine(Installation.BinaryDirectory, "howdah"), .. arguments]);
    }

    private static HttpClient Client(RemoteAccess access)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => access.IsOf(certificate!.GetRawCertData());
        var client = new HttpClient(handler) { BaseAddress = new Uri(access.Url) };
        client.DefaultRequestHeaders.Authorization = access.Token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", access.Token);
        return client;
    }

    private static string Fill(string path, string unit) => path
        .Replace("{model}", "default", StringComparison.Ordinal)
        .Replace("{application}", unit.Split('/')[0], StringComparison.Ordinal)
        .Replace("{number}", unit.Split('/')[1], StringComparison.Ordinal)
        .Replace("{id}", "1", StringComparison.Ordinal)
        .Replace("{secret}", "x", StringComparison.Ordinal)
        .Replace("{offer}", "x", StringComparison.Ordinal)
        .Replace("{name}", "x", StringComparison.Ordinal);

    /// <summary>The engine, with three units.</summary>
    public sealed class ListeningEngine : IAsyncLifetime
    {
        /// <summary>It.</summary>
        public Installation Howdah { get; } = Installation.Create();

        /// <summary>Where callers keep what they need.</summary>
        public string Folder { get; } = Directory.CreateTempSubdirectory("howdah-elsewhere-").FullName;

        /// <inheritdoc/>
        public async Task InitializeAsync()
        {
            (await Howdah.RunAsync("bootstrap", "--listen", "127.0.0.1:0")).Expect();
            (await Howdah.RunAsync("deploy", EngineFixture.Charm("greeter"), "-n", "3")).Expect();
            (await Howdah.RunAsync("wait-for", "application", "greeter", "--timeout", "60s", "--query", "status==\"active\"")).Expect();
        }

        /// <inheritdoc/>
        public async Task DisposeAsync()
        {
            await Howdah.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
