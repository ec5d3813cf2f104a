using System.Text.Json.Nodes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.Tests.HookCommands;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("""{"b":1,"a":"x"}""", "a: x\nb: 1\n")]
    [InlineData("""{"a":{"b":[1,"two",{"c":null,"d":[]}]},"e":{}}""", "a:\n  b:\n  - 1\n  - two\n  - c: null\n    d: []\ne: {}\n")]
    [InlineData("""["true","12","","a: b","null","- x"]""", "- \"true\"\n- \"12\"\n- \"\"\n- \"a: b\"\n- \"null\"\n- \"- x\"\n")]
    [InlineData("""{"text":"one\ntwo\n"}""", "text: |\n  one\n  two\n")]
    [InlineData("""{"text":"one\ntwo"}""", "text: |-\n  one\n  two\n")]
    [InlineData("\"word\"", "word\n")]
    public void A_value_is_written_as_yaml_and_reads_back_the_same(string json, string yaml)
    {
        var value = JsonNode.Parse(json);
        Assert.Equal(yaml, YamlWriter.Write(value));
        Assert.Equal(JsonText.Write(value), JsonText.Write(YamlText.ToJson(YamlText.Parse(yaml, "x")!)));
    }

    [Theory]
    [InlineData("true", "True\n")]
    [InlineData("12", "12\n")]
    [InlineData("\"\"", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("""["a","b"]""", "a\nb\n")]
    [InlineData("""{"a":"b"}""", "a: b\n")]
    public void The_smart_format_is_for_shell_scripts(string json, string text) => Assert.Equal(text, SmartText.Write(JsonNode.Parse(json)));
}
