using Howdah.Charms.GlauthK8s;
using Howdah.Interfaces;
using Howdah.Pebble.Client;

namespace Howdah.Charms.Tests.Glauth;

/// <summary>What slapd as the charm configures it shows to whom.</summary>
public sealed class SlapdIntegrationTest(TemporarySlapd slapd) : IClassFixture<TemporarySlapd>
{
    private const int InvalidCredentials = 49;
    private const int ConfidentialityRequired = 13;
    private const int InappropriateAuthentication = 48;

    private string Plain => SlapdLayer.Url(slapd.Address);

    private string WithTls => SlapdLayer.TlsUrl(slapd.Address);

    /// <summary>Searches the whole directory as somebody, who trusts a CA.</summary>
    private async Task<IReadOnlyList<LdapEntry>> SearchAsync(string url, string? trusted, string? dn, string password, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("howdah-ldap-").FullName;
        try
        {
            var (authority, file) = (Path.Combine(folder, "ca.pem"), Path.Combine(folder, "password"));
            await File.WriteAllTextAsync(authority, trusted ?? slapd.Authority);
            await File.WriteAllTextAsync(file, password);
            return Ldif.Parse((await slapd.RunAsync(
                [
                    "env", $"LDAPTLS_CACERT={authority}", "ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-x", "-H", url,
                    .. dn is null ? [] : new[] { "-D", dn, "-y", file }, .. options, "-b", slapd.Names.Base, "(objectClass=*)", "*", "+",
                ],
                "",
                default)).Stdout);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> ExitCodeAsync(string url, string? trusted, string? dn, string password, params string[] options) =>
        (await Assert.ThrowsAsync<PebbleExecException>(() => SearchAsync(url, trusted, dn, password, options))).ExitCode;

    [Fact]
    public async Task An_application_reads_people_and_groups_but_no_password_and_no_other_account()
    {
        var grant = await slapd.AddApplicationAsync("reader", "reader's password");
        await slapd.AddApplicationAsync("other", "other's password");
        await slapd.Entries.AddGroupAsync("readers", default);
        await slapd.Entries.AddPersonAsync("alice", "alice's password", ["readers"], default);

        foreach (var entries in (IReadOnlyList<LdapEntry>[])[
            await SearchAsync(WithTls, null, grant.BindDn, grant.BindPassword), await SearchAsync(Plain, null, grant.BindDn, grant.BindPassword, "-ZZ")])
        {
            Assert.Equal([slapd.Names.Group("readers")], entries.Single(e => e.Dn == slapd.Names.Person("alice"))["memberOf"]);
            Assert.Equal([slapd.Names.Person("alice")], entries.Single(e => e.Dn == slapd.Names.Group("readers"))["member"]);
            Assert.DoesNotContain(entries, e => e["userPassword"].Count > 0);
            Assert.DoesNotContain(entries, e => e.Dn.EndsWith(slapd.Names.Services, StringComparison.Ordinal));
        }

        await Assert.ThrowsAsync<PebbleExecException>(() => slapd.RunAsync(
            ["ldapmodify", "-x", "-H", slapd.Paths.LocalUrl, "-D", grant.BindDn, "-w", grant.BindPassword], Ldif.Delete(slapd.Names.Person("alice")), default));
        Assert.Empty(await ReadAsPersonAsync());
    }

    // A person is let in, which is all that PostgreSQL asks, and sees nothing.
    private async Task<IReadOnlyList<LdapEntry>> ReadAsPersonAsync()
    {
        var error = await Assert.ThrowsAsync<PebbleExecException>(() => SearchAsync(WithTls, null, slapd.Names.Person("alice"), "alice's password"));
        Assert.Equal(32, error.ExitCode);
        return Ldif.Parse(error.Stdout);
    }

    [Fact]
    public async Task Passwords_are_kept_as_hashes_only()
    {
        await slapd.Entries.AddPersonAsync("hashed", "a password in the clear", [], default);

        var kept = Assert.Single(Ldif.Parse((await slapd.RunAsync(
            ["ldapsearch", "-Q", "-Y", "EXTERNAL", "-H", slapd.Paths.LocalUrl, "-LLL", "-o", "ldif-wrap=no", "-b", slapd.Names.Person("hashed"), "userPassword"], "", default)).Stdout));

        Assert.StartsWith("{ARGON2}$argon2", Assert.Single(kept["userPassword"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_anything_without_tls_a_name_or_the_right_password()
    {
        var grant = await slapd.AddApplicationAsync("careful", "careful's password");

        Assert.Equal(ConfidentialityRequired, await ExitCodeAsync(Plain, null, grant.BindDn, grant.BindPassword));
        Assert.Equal(InappropriateAuthentication, await ExitCodeAsync(WithTls, null, null, ""));
        Assert.Equal(InvalidCredentials, await ExitCodeAsync(WithTls, null, grant.BindDn, "wrong"));
        Assert.Equal(InvalidCredentials, await ExitCodeAsync(WithTls, null, slapd.Names.Administrator, "any"));
    }

    [Fact]
    public async Task One_who_trusts_another_CA_does_not_send_its_password()
    {
        var grant = await slapd.AddApplicationAsync("wary", "wary's password");
        var stranger = Howdah.Charms.SelfSignedCertificates.CertificateAuthority.Create("stranger", TimeSpan.FromDays(10), DateTimeOffset.UtcNow).Certificate;

        Assert.Equal(255, await ExitCodeAsync(WithTls, stranger, grant.BindDn, grant.BindPassword));
        Assert.NotEqual(0, await ExitCodeAsync(Plain, stranger, grant.BindDn, grant.BindPassword, "-ZZ"));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_kill()
    {
        await slapd.Entries.AddGroupAsync("lasting", default);

        await slapd.StopAsync();
        await slapd.StartAsync();

        Assert.Contains("lasting", (await slapd.Entries.ReadAsync(default)).Groups.Keys, StringComparer.Ordinal);
    }
}
