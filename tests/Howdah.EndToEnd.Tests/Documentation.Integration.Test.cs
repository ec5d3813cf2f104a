using Howdah.Testbed;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>What the documentation tells a reader to type works as printed, on a cluster as new as the reader's.</summary>
public sealed class DocumentationIntegrationTest(ClusterFixture fixture, ITestOutputHelper output) : IClassFixture<ClusterFixture>
{
    private const string Launcher = "./howdah ";

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/tutorial/first-cluster.md")]
    [InlineData("docs/how-to/tls.md")]
    [InlineData("docs/how-to/ldap.md")]
    public async Task Every_command_of_the_page_succeeds(string page)
    {
        var commands = CommandsOf(page).ToList();
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            output.WriteLine(command);
            var result = await fixture.Cluster.Howdah.RunAsync(Words(command));
            Assert.True(result.ExitCode == 0, $"{page}: {command} ended with {result.ExitCode}: {result.Error}");
            // What is deployed may need the relation that the next command makes.
            await fixture.Cluster.SettledAsync(TimeSpan.FromMinutes(1), orBlocked: true);
        }
    }

    /// <summary>The lines of the page's code blocks that call the command line, without those that never end by themselves.</summary>
    private static IEnumerable<string> CommandsOf(string page) =>
        from block in CodeBlock.AllOf(page)
        from line in block.Lines
        let command = line.StartsWith("$ ", StringComparison.Ordinal) ? line[2..] : line
        where command.StartsWith(Launcher, StringComparison.Ordinal) && !command.Contains("--watch", StringComparison.Ordinal)
        select command[Launcher.Length..].Trim();

    /// <summary>Splits as a shell does, as far as the pages need it: single quotes group.</summary>
    private static string[] Words(string command)
    {
        var words = new List<string> { "" };
        var quoted = false;
        foreach (var letter in command)
        {
            if (letter == '\'')
            {
                quoted = !quoted;
            }
            else if (letter == ' ' && !quoted)
            {
                words.Add("");
            }
            else
            {
                words[^1] += letter;
            }
        }

        return [.. words.Where(word => word.Length > 0)];
    }
}
