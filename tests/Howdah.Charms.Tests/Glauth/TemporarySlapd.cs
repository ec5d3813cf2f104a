using System.Diagnostics;
using System.Net;
using Howdah.Charms.GlauthK8s;
using Howdah.Charms.GlauthK8s.Directories;
using Howdah.Charms.SelfSignedCertificates;
using Howdah.Charms.Tests.Databases;
using Howdah.Interfaces;
using Howdah.Pebble.Client;

namespace Howdah.Charms.Tests.Glauth;

/// <summary>A real slapd as the charm configures it, with a certificate, on an address of its own.</summary>
public sealed class TemporarySlapd : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-slapd-").FullName;
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("directory", TimeSpan.FromDays(3650), DateTimeOffset.UtcNow);
    private Process? _process;

    internal string Address { get; } = TemporaryPostgres.FreeAddress(SlapdLayer.TlsPort);

    internal DirectoryNames Names { get; } = new("dc=example,dc=com");

    /// <summary>The directory, as its administrator.</summary>
    internal LdapDirectory Entries => new(Names, Paths.LocalUrl, RunAsync);

    /// <summary>The CA of its certificate, PEM.</summary>
    internal string Authority => _authority.Certificate;

    internal SlapdPaths Paths => new(_folder, _folder);

    /// <summary>Adds an account as an application has one.</summary>
    internal async Task<LdapGrant> AddApplicationAsync(string name, string password)
    {
        await Entries.AddServiceAsync(name, password, default);
        return new(Names.Base, Names.Service(name), password)
        {
            Urls = [SlapdLayer.Url(Address)], TlsUrls = [SlapdLayer.TlsUrl(Address)], StartTls = true,
        };
    }

    public async Task InitializeAsync()
    {
        using var key = CertificateKey.Generate();
        var issued = _authority.Issue(key.Request(new("directory", ["directory"], [IPAddress.Parse(Address)])), null, TimeSpan.FromDays(1), DateTimeOffset.UtcNow)!;
        Directory.CreateDirectory(Paths.Database);
        await File.WriteAllTextAsync(Paths.PrivateKey, key.ToPem());
        await File.WriteAllTextAsync(Paths.Certificate, CertificateChain.Shown(issued));
        await File.WriteAllTextAsync(Paths.Configuration, new SlapdConfiguration(Names, Paths).Render());
        Programs.GiveToPostgres(_folder);
        await StartAsync();
        await Entries.EnsureTopAsync(default);
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    internal async Task StartAsync()
    {
        var log = Path.Combine(_folder, "log");
        _process = Programs.Start(log, "slapd", ["-d", "none", "-f", Paths.Configuration, "-h", $"{SlapdLayer.Url(Address)} {SlapdLayer.TlsUrl(Address)} {Paths.LocalUrl}"]);
        for (var limit = DateTime.UtcNow + Limit; !await Entries.AnswersAsync(default);)
        {
            Assert.True(DateTime.UtcNow < limit && !_process.HasExited, $"slapd does not answer: {await File.ReadAllTextAsync(log)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Ends it.</summary>
    internal async Task StopAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a program of LDAP, at this slapd in place of that of the container.</summary>
    internal async Task<ExecOutput> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1).Select(a => a == SlapdPaths.Workload.LocalUrl ? Paths.LocalUrl : a))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? new(0, await output, await error)
            : throw new PebbleExecException(command[0], process.ExitCode, await output, await error);
    }
}
