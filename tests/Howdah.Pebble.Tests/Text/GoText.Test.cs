using System.Text;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tests.Text;

public sealed class GoTextTest
{
    [Fact]
    public void Quoting_escapes_what_Go_escapes() => Assert.Equal("\"a\\\"b\\\\c\\n\\x01é\"", GoQuote.Quote("a\"b\\c\n\u0001é"));

    [Theory]
    [InlineData("2026-07-22T09:25:22.123456789Z", "2026-07-22T09:25:22.1234567Z")]
    [InlineData("2026-07-22T09:25:22+12:00", "2026-07-21T21:25:22Z")]
    [InlineData("2026-07-22T09:25:22.500Z", "2026-07-22T09:25:22.5Z")]
    public void Times_are_read_and_written_in_RFC_3339(string text, string written) => Assert.Equal(written, GoTime.Utc(GoTime.Parse(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-07-22")]
    [InlineData("2026-07-22 09:25:22Z")]
    public void What_is_no_time_is_refused(string text) => Assert.Null(GoTime.Parse(text));

    [Theory]
    [InlineData("", "")]
    [InlineData("<b>&amp;", @"\u003cb\u003e\u0026amp;")]
    [InlineData("it's 1+1, `é` and ü", "it's 1+1, `é` and ü")]
    [InlineData("\"a\\b\"\n\u0001\u2028<", @"\""a\\b\""\n\u0001\u2028\u003c")]
    public void JSON_escapes_what_Go_escapes(string text, string written) => Assert.Equal(written, new GoJsonEncoder().Encode(text));

    [Theory]
    [InlineData("", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    public void SHA_1_has_the_digests_of_its_standard(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Sha1.Hash(Encoding.ASCII.GetBytes(text))));
}
