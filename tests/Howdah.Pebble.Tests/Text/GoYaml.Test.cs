using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tests.Text;

public sealed class GoYamlTest
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("true", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("123", "\"123\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("0o17", "\"0o17\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-07-22", "\"2026-07-22\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("it's #1", "'it''s #1'")]
    [InlineData("- x", "'- x'")]
    [InlineData("-x", "-x")]
    [InlineData("[x]", "'[x]'")]
    [InlineData("*x", "'*x'")]
    [InlineData("http://h:1/p", "http://h:1/p")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData(" lead", "' lead'")]
    [InlineData("a\nb", "|-\n        a\n        b")]
    [InlineData("a\nb\n", "|\n        a\n        b")]
    public void Strings_are_quoted_as_go_yaml_does(string value, string yaml) => Assert.Equal(yaml, GoYaml.Scalar(value, 1));
}
