using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Howdah.Pebble.Tests.Identities;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class HttpsIntegrationTest
{
    private readonly string _address = $"127.64.0.4:{TestDaemon.NewPort()}";

    private Task<TestDaemon> StartAsync() => TestDaemon.StartAsync($"--create-dirs --hold --https={_address}");

    private static async Task AddAsync(TestDaemon daemon, string name, X509Certificate2 certificate) =>
        await daemon.SendAsync(HttpMethod.Post, "/v1/identities",
        JsonSerializer.Serialize(new
        {
            action = "add",
            identities = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [name] = new { access = "admin", cert = new { pem = certificate.ExportCertificatePem() } },
            },
        }));

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [Fact]
    public async Task Key_and_certificate_are_made_once_and_only_their_owner_may_read_them()
    {
        await using var daemon = await StartAsync();
        Assert.Equal(_address, (await daemon.GetAsync("/v1/system-info")).GetProperty("https-address").GetString());
        var (key, certificate) =
            (Path.Combine(daemon.Folder, "identity", "key.pem"), Path.Combine(daemon.Folder, "tls", "identity.pem"));
        foreach (var file in (string[])[key, certificate])
        {
            Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(file));
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
        var before = await File.ReadAllTextAsync(key) + await File.ReadAllTextAsync(certificate);
        Assert.Contains("ED25519", (await RunAsync("openssl", "pkey", "-in", key, "-noout", "-text")).Output,
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains("OK", (await RunAsync("openssl", "verify", "-CAfile", certificate, certificate)).Output,
            StringComparison.Ordinal);
        Assert.Matches(@"fingerprint [A-Z2-7]{77}\.", daemon.Log);
        await daemon.EndAsync();
        await daemon.LaunchAsync($"--hold --https={_address}");
        Assert.Equal(before, await File.ReadAllTextAsync(key) + await File.ReadAllTextAsync(certificate));
        await daemon.EndAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(key)!, (UnixFileMode)0x1ED);
        var (code, _, error) = await daemon.CliAsync("run", "--https", _address);
        Assert.Equal(1, code);
        Assert.EndsWith($"\ncannot run daemon: expected permission 0o700 (got 0o755) for \"{Path.GetDirectoryName(key)}\"\n",
            error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_shows_a_short_lived_certificate_of_its_own_authority_over_TLS_1_3_only()
    {
        await using var daemon = await StartAsync();
        using var client = Callers.Certificate("client");
        var pem = Path.Combine(daemon.Files, "client.pem");
        await File.WriteAllTextAsync(pem,
            client.ExportCertificatePem() + "\n" + client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        var authority = Path.Combine(daemon.Folder, "tls", "identity.pem");
        var (_, output) =
            await RunAsync("openssl", "s_client", "-connect", _address, "-cert", pem, "-CAfile", authority, "-showcerts");
        Assert.Contains("Verify return code: 0 (ok)", output, StringComparison.Ordinal);
        Assert.Contains("TLSv1.3", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains("alert protocol version",
            (await RunAsync("openssl", "s_client", "-connect", _address, "-cert", pem, "-tls1_2")).Output,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_connection()
    {
        await using var daemon = await StartAsync();
        using var nobody = Callers.Https(_address, null);
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetAsync("/v1/health"));
        using var certificate = Callers.Certificate("x");
        using var somebody = Callers.Https(_address, certificate);
        Assert.Equal(HttpStatusCode.OK, (await somebody.GetAsync("/v1/health")).StatusCode);
    }

    [Fact]
    public async Task A_certificate_that_is_out_of_date_or_for_servers_is_nobodys()
    {
        await using var daemon = await StartAsync();
        using var old = Callers.Certificate("old", TimeSpan.FromDays(-1));
        using var server = Callers.Certificate("server", usage: "1.3.6.1.5.5.7.3.1");
        await AddAsync(daemon, "old", old);
        await AddAsync(daemon, "server", server);
        foreach (var certificate in (X509Certificate2[])[old, server])
        {
            using var client = Callers.Https(_address, certificate);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/services")).StatusCode);
        }
    }

    [Fact]
    public async Task A_certificate_with_an_Ed25519_key_does_everything_but_notices()
    {
        await using var daemon = await StartAsync();
        var (key, pem) = (Path.Combine(daemon.Files, "key.pem"), Path.Combine(daemon.Files, "cert.pem"));
        Assert.Equal(0,
            (await RunAsync("openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", pem, "-subj",
                "/CN=c", "-days", "2")).Code);
        using var certificate =
            X509CertificateLoader.LoadCertificate(X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(pem)).RawData);
        await AddAsync(daemon, "ed", certificate);
        Assert.Equal((0, "Name   Access  Types\ned     admin   cert\n", ""), await daemon.CliAsync("identities"));
        async Task<string> CurlAsync(params string[] arguments) =>
            (await RunAsync("curl", ["-s", "-S", "-k", "--cert", pem, "--key", key, .. arguments])).Output;
        Assert.Equal("""{"type":"sync","status-code":200,"status":"OK","result":"{}\n"}""", await CurlAsync($"https://{_address}/v1/plan?format=yaml"));
        Assert.Contains("\"status-code\":403", await CurlAsync($"https://{_address}/v1/notices"), StringComparison.Ordinal);
        Assert.Contains("cannot determine UID of request, so cannot retrieve notices",
            await CurlAsync($"https://{_address}/v1/notices"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_files_and_many_requests_pass_through_one_connection()
    {
        await using var daemon = await StartAsync();
        using var certificate = Callers.Certificate("admin");
        await AddAsync(daemon, "admin", certificate);
        var path = Path.Combine(daemon.Files, "large");
        var content = new byte[5_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(path, content);
        using var client = Callers.Https(_address, certificate);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files?action=read&path=" + path);
        request.Headers.Accept.ParseAdd("multipart/form-data");
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(body.AsSpan().IndexOf(content) > 0);
        for (var i = 0; i < 100; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/health")).StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync("/v1/services")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Fact]
    public async Task State_that_is_not_kept_and_HTTPS_do_not_go_together()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var start = new ProcessStartInfo(TestDaemon.Binary, ["run", "--https", _address]) { RedirectStandardError = true };
        start.Environment["PEBBLE"] = daemon.Files;
        start.Environment["PEBBLE_PERSIST"] = "never";
        using var process = Process.Start(start)!;
        Assert.EndsWith("\ncannot run daemon: cannot use --https with PEBBLE_PERSIST=never: identity key requires persistent state\n",
            await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
    }
}
