using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Identities;

/// <summary>Every operation, for every kind of caller, by every way to come.</summary>
public sealed class AccessIntegrationTest : IAsyncLifetime
{
    private static readonly string[] _roles = ["untrusted", "metrics", "read", "admin"];

    private static readonly (string Method, string Path, string Needed)[] _operations =
    [
        ("GET", "system-info", "open"), ("GET", "health", "open"), ("GET", "changes", "read"), ("GET", "changes/9", "read"),
        ("POST", "changes/9", "admin"),
        ("GET", "changes/9/wait", "read"), ("GET", "services", "read"), ("POST", "services", "admin"),
        ("GET", "services/a", "read"),
        ("POST", "services/a", "admin"), ("GET", "plan", "admin"), ("POST", "layers", "admin"), ("GET", "files", "admin"),
        ("POST", "files", "admin"),
        ("GET", "logs", "read"), ("POST", "exec", "admin"), ("GET", "tasks/9/websocket/stdio", "admin"),
        ("POST", "signals", "admin"),
        ("GET", "checks", "read"), ("POST", "checks", "admin"), ("POST", "checks/refresh", "admin"), ("GET", "notices", "read"),
        ("POST", "notices", "read"), ("GET", "notices/9", "read"), ("GET", "identities", "read"), ("POST", "identities", "admin"),
        ("POST", "pairing", "pairing"), ("GET", "metrics", "metrics"),
    ];

    private readonly Dictionary<string, X509Certificate2> _certificates =
        _roles.ToDictionary(r => r, r => Callers.Certificate(r), StringComparer.Ordinal);
    private readonly X509Certificate2 _stranger = Callers.Certificate("stranger");
    private readonly string _httpAddress = $"127.64.0.2:{TestDaemon.NewPort()}", _httpsAddress = $"127.64.0.2:{TestDaemon.NewPort()}";
    private TestDaemon _daemon = null!;

    public async Task InitializeAsync()
    {
        _daemon = await TestDaemon.StartAsync($"--create-dirs --hold --http={_httpAddress} --https={_httpsAddress}");
        var identities = _roles.ToDictionary(r => r, r => new
        {
            access = r,
            basic = new { password = Callers.Hash },
            cert = new { pem = _certificates[r].ExportCertificatePem() },
        }, StringComparer.Ordinal);
        var body = JsonSerializer.Serialize(new { action = "add", identities });
        var (status, _) = await _daemon.SendAsync(HttpMethod.Post, "/v1/identities", body);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        foreach (var certificate in _certificates.Values.Append(_stranger)) certificate.Dispose();
    }

    [Fact]
    public async Task Over_the_Unix_socket_a_password_gives_what_its_identity_may()
    {
        foreach (var role in _roles)
        {
            using var client = Callers.Unix(_daemon.Socket, role);
            await CheckAsync(client, role, Allowed(role));
        }
    }

    [Fact]
    public async Task Over_the_Unix_socket_the_own_user_is_admin_also_with_a_wrong_password()
    {
        using var plain = Callers.Unix(_daemon.Socket);
        await CheckAsync(plain, "own user", "open metrics read admin");
        using var wrong = Callers.Unix(_daemon.Socket, "nobody-of-this-name");
        await CheckAsync(wrong, "own user, wrong password", "open metrics read admin");
    }

    [Fact]
    public async Task Over_HTTP_there_is_only_what_is_open_and_metrics_for_those_who_may_no_more()
    {
        foreach (var role in _roles.Append(null))
        {
            using var client = Callers.Http(_httpAddress, role);
            await CheckAsync(client, $"HTTP {role}", role is "metrics" ? "open metrics" : "open");
        }
    }

    [Fact]
    public async Task Over_HTTPS_the_certificate_counts_and_no_password()
    {
        foreach (var role in _roles)
        {
            using var client = Callers.Https(_httpsAddress, _certificates[role]);
            await CheckAsync(client, $"HTTPS {role}", Allowed(role));
        }
        using var stranger = Callers.Https(_httpsAddress, _stranger, "admin");
        await CheckAsync(stranger, "HTTPS stranger with a password", "open");
    }

    private static string Allowed(string role) => role switch
    {
        "admin" => "open metrics read admin", "read" => "open metrics read", "metrics" => "open metrics", _ => "open",
    };

    private static async Task CheckAsync(HttpClient client, string caller, string allowed)
    {
        List<string> wrong = [];
        foreach (var (method, path, needed) in _operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/" + path);
            using var response = await client.SendAsync(request);
            var refused = response.StatusCode is HttpStatusCode.Unauthorized;
            if (refused == allowed.Split(' ').Contains(needed, StringComparer.Ordinal))
            {
                wrong.Add($"{method} {path}: {(int)response.StatusCode}");
            }
            if (refused) Assert.EndsWith("""{"message":"access denied","kind":"login-required"}}""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.True(wrong.Count == 0, $"{caller} got wrong answers: {string.Join("; ", wrong)}");
    }
}
