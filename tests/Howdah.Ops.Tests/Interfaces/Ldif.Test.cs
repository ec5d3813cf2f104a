using Howdah.Interfaces;

namespace Howdah.Ops.Tests.Interfaces;

public sealed class LdifTests
{
    [Fact]
    public void Entries_are_read_with_all_their_values()
    {
        var entries = Ldif.Parse("dn: uid=a,dc=x\nuid: a\ncn: A\nCN: B\n\n# a comment\ndn:: dWlkPcO2LGRjPXg=\nuid:: w7Y=\nempty:\n\n");

        Assert.Equal(["uid=a,dc=x", "uid=ö,dc=x"], entries.Select(e => e.Dn));
        Assert.Equal(["A", "B"], entries[0]["cn"]);
        Assert.Equal(["ö"], entries[1]["UID"]);
        Assert.Equal([""], entries[1]["empty"]);
        Assert.Empty(entries[1]["other"]);
    }

    [Theory]
    [InlineData("uid: a\n")]
    [InlineData("dn: x\ndn: y\n")]
    [InlineData("dn: x\nnonsense\n")]
    [InlineData("dn: x\n: value\n")]
    [InlineData("dn: x\nuid:: not base64\n")]
    [InlineData("dn: x\nuid:: /w==\n")]
    [InlineData("dn: x\nphoto:< file:///etc/passwd\n")]
    public void What_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => Ldif.Parse(text));

    [Theory]
    [InlineData("plain")]
    [InlineData(" space before")]
    [InlineData("and after ")]
    [InlineData(": colon")]
    [InlineData("< less")]
    [InlineData("a\nchangetype: delete")]
    [InlineData("ümlaut")]
    [InlineData("")]
    public void A_value_stays_one_value_whatever_it_holds(string value)
    {
        var text = Ldif.Line("dn", "x") + Ldif.Line("cn", value);

        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal([value], Assert.Single(Ldif.Parse(text))["cn"]);
    }

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a,b=c+d\"e\\f", "a\\,b\\=c\\+d\\\"e\\\\f")]
    [InlineData("#1 ", "\\#1\\ ")]
    [InlineData("a\nb", "a\\0ab")]
    public void A_value_in_a_name_of_the_directory_is_escaped(string value, string expected) => Assert.Equal(expected, LdapText.DnValue(value));

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("*)(uid=*", "\\2a\\29\\28uid=\\2a")]
    [InlineData("a\\b\0", "a\\5cb\\00")]
    public void A_value_in_a_filter_is_escaped(string value, string expected) => Assert.Equal(expected, LdapText.FilterValue(value));
}
