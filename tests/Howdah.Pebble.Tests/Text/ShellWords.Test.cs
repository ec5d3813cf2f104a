using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tests.Text;

public sealed class ShellWordsTest
{
    [Theory]
    [InlineData("a b\tc\nd", "a|b|c|d")]
    [InlineData("echo 'a  b' \"c d\"", "echo|a  b|c d")]
    [InlineData("sh -c 'echo $HOME *'", "sh|-c|echo $HOME *")]
    [InlineData(@"a\ b ""q\""q"" ''", "a b|q\"q|")]
    [InlineData("run # the rest\nnext a#b", "run|next|a#b")]
    [InlineData("x'y'\"z\"", "xyz")]
    [InlineData("", "")]
    public void Commands_are_split_like_a_shell_does_without_expansion(string text, string words) =>
        Assert.Equal(text.Length == 0 ? [] : words.Split('|'), ShellWords.Split(text));

    [Theory]
    [InlineData("'open", "EOF found when expecting closing quote")]
    [InlineData("\"open", "EOF found when expecting closing quote")]
    [InlineData("end\\", "EOF found after escape character")]
    public void What_is_not_finished_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => ShellWords.Split(text)).Message);

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("")]
    [InlineData("$HOME;`x`")]
    [InlineData("tab\tnew\nline")]
    public void Joined_words_are_split_into_the_same(string word) => Assert.Equal(["x", word], ShellWords.Split(ShellWords.Join(["x", word])));
}
