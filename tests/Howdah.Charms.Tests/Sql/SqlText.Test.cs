using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.Tests.Sql;

public sealed class SqlTextTest
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("Ünï 'c", "\"Ünï 'c\"")]
    public void Names_are_quoted(string name, string expected) => Assert.Equal(expected, SqlText.Name(name));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("äääääääääääääääääääääääääääääääää")]
    public void What_can_be_no_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => SqlText.Name(name));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\\'b", " E'a\\\\''b'")]
    public void Texts_are_quoted(string text, string expected) => Assert.Equal(expected, SqlText.Literal(text));

    [Fact]
    public void A_verifier_is_of_its_password_and_of_no_other()
    {
        var verifier = ScramVerifier.Create("pa ss'word");

        Assert.StartsWith("SCRAM-SHA-256$4096:", verifier, StringComparison.Ordinal);
        Assert.True(ScramVerifier.Matches(verifier, "pa ss'word"));
        Assert.False(ScramVerifier.Matches(verifier, "pa ss'worD"));
        Assert.False(ScramVerifier.Matches("", "x"));
        Assert.False(ScramVerifier.Matches("md5d8578edf8458ce06fbc5bb76a58c5ca4", "x"));
    }

    [Fact]
    public void A_verifier_is_the_one_of_rfc_7677() => Assert.True(ScramVerifier.Matches(
        // User "user", password "pencil", the salt of the RFC's example.
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        "pencil"));
}
