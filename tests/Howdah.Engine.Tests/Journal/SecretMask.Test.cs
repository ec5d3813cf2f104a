using System.Collections.Immutable;
using System.Text;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.Journal;

public sealed class SecretMaskTests
{
    private const string Id = "abcdefghij0123456789";
    private const string Key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END KEY-----\n";

    private static readonly SecretMask Mask = new(ImmutableSortedDictionary<string, SecretContent>.Empty.Add(Id, new SecretContent(
        Id, ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, string>>.Empty.Add(1, Content("tls", "True", "username", "operator", "password", "s3cret-s3cret", "key", Key)))));

    [Theory]
    [InlineData("password=s3cret-s3cret", "password=<secret:abcdefghij0123456789/1/password>")]
    [InlineData("postgresql://x:s3cret-s3cret@db", "postgresql://x:<secret:abcdefghij0123456789/1/password>@db")]
    [InlineData("user operator", "user <secret:abcdefghij0123456789/1/username>")]
    [InlineData("the operators of operator-1", "the operators of operator-1")]
    [InlineData("it is True", "it is True")]
    [InlineData("nothing", "nothing")]
    [InlineData("  MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "  <secret:abcdefghij0123456789/1/key+1>")]
    [InlineData("-----BEGIN KEY-----", "-----BEGIN KEY-----")]
    [InlineData("czNjcmV0LXMzY3JldA==", "<secret:abcdefghij0123456789/1/password=>")]
    public void Values_are_hidden_and_come_back(string text, string hidden)
    {
        Assert.Equal(hidden, Mask.Hide(text));
        Assert.Equal(text, Mask.Reveal(hidden));
    }

    [Fact]
    public void A_value_of_several_lines_is_hidden_as_a_whole_and_in_JSON()
    {
        Assert.Equal($"<secret:{Id}/1/key>", Mask.Hide(Key));
        var json = $$"""{"key":"{{Key.Replace("\n", "\\n", StringComparison.Ordinal)}}"}""";
        Assert.Equal($$"""{"key":"<secret:{{Id}}/1/key~>"}""", Mask.Hide(json));
        Assert.Equal(json, Mask.Reveal(Mask.Hide(json)));
    }

    [Fact]
    public void A_name_of_a_value_that_is_gone_stays()
    {
        const string Gone = "<secret:zzzzzzzzzz0123456789/1/password>";
        Assert.Equal(Gone, Mask.Reveal(Gone));
    }

    private static ImmutableSortedDictionary<string, string> Content(params string[] pairs) => pairs.Chunk(2).ToImmutableSortedDictionary(
        pair => pair[0], pair => Convert.ToBase64String(Encoding.UTF8.GetBytes(pair[1])), StringComparer.Ordinal);
}
