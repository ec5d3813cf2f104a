using Howdah.Charms.PostgresqlK8s.Ldap;
using Howdah.Interfaces;

namespace Howdah.Charms.Tests.Ldap;

public sealed class LdapAccessTest
{
    private const string Filter = "(uid=$username)";

    private static LdapGrant Grant { get; } = new("dc=x", "cn=a,dc=x", "pw")
    {
        Urls = ["ldap://10.0.0.1:3893", "ldap://h2:3893"], TlsUrls = ["ldaps://10.0.0.1:3894", "ldaps://h2:3894", "ldaps://h3:1"], StartTls = true,
    };

    private static (LdapAccess? Access, string? Refusal) Find(LdapGrant grant) => (LdapAccess.Find(grant, Filter, out var refusal), refusal);

    [Fact]
    public void TLS_that_is_begun_is_preferred_and_all_servers_with_the_port_are_named() => Assert.Equal(
        "ldap ldapserver=\"10.0.0.1 h2\" ldapport=3893 ldaptls=1 ldapbasedn=\"dc=x\" ldapbinddn=\"cn=a,dc=x\" ldapbindpasswd=\"pw\" ldapsearchfilter=\"(uid=$username)\"",
        Find(Grant).Access!.HbaMethod);

    [Fact]
    public void TLS_from_the_beginning_is_the_second_choice()
    {
        var access = Find(Grant with { StartTls = false }).Access!;

        Assert.Contains("ldapserver=\"10.0.0.1 h2\" ldapport=3894 ldapscheme=ldaps ", access.HbaMethod, StringComparison.Ordinal);
        Assert.Equal("ldaps://10.0.0.1:3894 ldaps://h2:3894", access.Urls);
    }

    [Theory]
    [InlineData("ldap://h", 389)]
    [InlineData("ldap://[fd00::1]:5", 5)]
    public void A_url_needs_no_port(string url, int port) => Assert.Equal(port, Find(Grant with { Urls = [url] }).Access!.Port);

    [Theory]
    [InlineData("https://h:1")]
    [InlineData("nonsense")]
    [InlineData("ldaps://h:1")]
    public void What_is_no_url_of_the_kind_is_none(string url) => Assert.False(Find(Grant with { Urls = [url] }).Access!.StartTls);

    [Fact]
    public void Without_TLS_there_is_no_way() => Assert.Equal(
        (null, "offers neither ldaps nor StartTLS, and passwords must not cross the network in the clear"),
        Find(Grant with { TlsUrls = [], StartTls = false }));

    [Fact]
    public void Another_method_is_refused_by_name() => Assert.Equal(
        "asks for the method sasl, but only simple is known", Find(Grant with { AuthMethod = "sasl" }).Refusal);

    [Theory]
    [InlineData("p\nhost all all all trust")]
    [InlineData("")]
    public void A_value_that_would_be_more_than_a_value_is_refused(string password) => Assert.Equal(
        "gave an empty name or password, or one with control characters", Find(Grant with { BindPassword = password }).Refusal);

    [Fact]
    public void Quotes_do_not_end_a_value() => Assert.Contains(
        "ldapbindpasswd=\"a\"\"b#c,d\" ", Find(Grant with { BindPassword = "a\"b#c,d" }).Access!.HbaMethod, StringComparison.Ordinal);

    [Fact]
    public void No_text_of_it_has_the_password() => Assert.DoesNotContain("pw", Find(Grant).Access!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("(uid=$username)", true, "uid")]
    [InlineData("(&(sAMAccountName=$username)(memberOf=cn=app,dc=x))", true, "sAMAccountName")]
    [InlineData("(uid=*)", false, "")]
    [InlineData("uid=$username", false, "")]
    [InlineData("(uid=$username", false, "")]
    [InlineData("(uid=x$username)", false, "")]
    [InlineData("(|(uid=$username)(mail=$username))", false, "uid")]
    public void A_filter_has_the_name_once(string filter, bool fits, string attribute)
    {
        Assert.Equal(fits, LdapFilter.Fits(filter));
        Assert.Equal(attribute, LdapFilter.NameAttribute(filter));
    }
}
