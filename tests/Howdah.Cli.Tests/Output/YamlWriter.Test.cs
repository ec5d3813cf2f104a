using System.Text.Json;
using Howdah.Cli.Output;

namespace Howdah.Cli.Tests.Output;

public sealed class YamlWriterTests
{
    [Fact]
    public void Maps_and_lists_are_written_in_blocks_as_Juju_does()
    {
        using var document = JsonDocument.Parse(
            """
            {"postgresql":{"endpoints":"127.64.0.2:5432","password":"a: b","empty":"","version":"15.10","port":5432,"tls":false,"none":null},
             "list":["a",{"b":1,"c":[2,3]},[4,5],{}],"nothing":[],"text":"one\n two\n","end":"x\ny"}
            """);
        Assert.Equal(
            """
            postgresql:
              endpoints: 127.64.0.2:5432
              password: 'a: b'
              empty: ''
              version: '15.10'
              port: 5432
              tls: false
              none: null
            list:
            - a
            - b: 1
              c:
              - 2
              - 3
            - - 4
              - 5
            - {}
            nothing: []
            text: |
              one
               two
            end: |-
              x
              y

            """.ReplaceLineEndings("\n"),
            YamlWriter.Write(document.RootElement));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("postgresql-k8s/0", "postgresql-k8s/0")]
    [InlineData("true", "'true'")]
    [InlineData("No", "'No'")]
    [InlineData("12", "'12'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("0x10", "'0x10'")]
    [InlineData("12:30:45", "'12:30:45'")]
    [InlineData("2025-03-01", "'2025-03-01'")]
    [InlineData("3.6.14", "3.6.14")]
    [InlineData("22 Nov 2026 18:36:54Z", "22 Nov 2026 18:36:54Z")]
    [InlineData("127.64.0.2:5432", "127.64.0.2:5432")]
    [InlineData("- x", "'- x'")]
    [InlineData("-x", "-x")]
    [InlineData("it's", "it's")]
    [InlineData("'quoted'", "\"'quoted'\"")]
    [InlineData("#5", "'#5'")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("a#b", "a#b")]
    [InlineData("key: value", "'key: value'")]
    [InlineData("ends:", "'ends:'")]
    [InlineData(" padded", "' padded'")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("\e[0m", "\"\\e[0m\"")]
    [InlineData("~", "'~'")]
    [InlineData("@x", "'@x'")]
    public void A_text_is_quoted_only_where_a_reader_could_take_it_for_something_else(string text, string expected) =>
        Assert.Equal(expected, YamlWriter.Scalar(text));

    [Theory]
    [InlineData("""{"a":"- x\n- y","b":["multi\nline","1",true,null,{"c":"\u0000\u001b"}],"d e":{"":"  lead"},"f":"\n","g":"x\n\n"}""")]
    [InlineData("""["2025-03-01T10:00:00Z","1_000","0o7","yes",".5","-","---","? x","a: ","é","{x}","trailing "]""")]
    [InlineData("""{"y":{"n":{"k":[[],{},[[1]]]}},"q":"\"double\" and 'single' \\ back"}""")]
    public void Whatever_is_written_is_read_back_as_it_was(string json)
    {
        using var document = JsonDocument.Parse(json);
        var again = YamlReader.Read(YamlWriter.Write(document.RootElement));
        Assert.True(
            System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(json), again),
            YamlWriter.Write(document.RootElement));
    }
}
