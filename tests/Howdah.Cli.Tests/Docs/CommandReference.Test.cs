namespace Howdah.Cli.Tests.Docs;

public sealed class CommandReferenceTests
{
    /// <summary>Set to have the page written instead of compared.</summary>
    private const string Write = "HOWDAH_WRITE_DOCS";

    [Fact]
    public void The_reference_page_says_what_the_commands_say()
    {
        var path = Path.Combine(Howdah.Testbed.Installation.Root, "docs", "reference", "commands.md");
        var page = CommandReference.Render();
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Write)))
        {
            File.WriteAllText(path, page);
        }

        Assert.True(page == File.ReadAllText(path), $"{path} is out of date; run this test once with {Write}=1");
    }

    [Fact]
    public void Every_command_has_an_example()
    {
        var without = Howdah.Cli.Commands.CommandList.All().Where(command => command.Examples.Count == 0).Select(command => command.Name);
        Assert.Empty(without);
    }
}
