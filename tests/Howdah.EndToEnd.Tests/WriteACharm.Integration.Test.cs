using Howdah.Testbed;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>Who follows the page from its first line to its last has a charm that is tested and runs.</summary>
public sealed class WriteACharmIntegrationTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Page = "docs/how-to/write-a-charm.md";
    private const int Lines = 50;

    // No build server is to outlive the test, and the framework is looked at by other builds.
    private const string Environment = "export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false RunAnalyzers=false";

    private readonly Installation _howdah = Installation.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-page-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _howdah.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_charm_of_the_page_is_built_tested_and_deployed()
    {
        var blocks = CodeBlock.AllOf(Page);
        Assert.InRange(blocks.SelectMany(block => block.Lines).Count(line => line.Trim().Length > 0), 1, Lines - 1);
        foreach (var block in blocks.Where(block => block.File is not null))
        {
            var path = Path.Combine(_folder, block.File!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllLinesAsync(path, block.Lines);
        }

        (await _howdah.RunAsync("bootstrap")).Expect();
        foreach (var command in blocks.SelectMany(block => block.Commands).Where(command => !command.StartsWith("export ", StringComparison.Ordinal)))
        {
            output.WriteLine(command);
            var printed = (await _howdah.RunProgramAsync("bash", "-c", $"{Environment} HOWDAH='{Installation.Root}'; cd '{_folder}' && {command}")).Expect();
            output.WriteLine(printed);
            Assert.DoesNotContain("warning", printed, StringComparison.Ordinal);
        }

        var shown = (await _howdah.StatusAsync())["applications"]!["hello"]!["units"]!["hello/0"]!["workload-status"]!["message"]!;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await Deadline.WaitAsync(
            "the page says what the option says",
            TimeSpan.FromSeconds(60),
            async () => await http.GetStringAsync(new Uri((string)shown!)) is var text and not "welcome" ? $"\"welcome\" instead of \"{text}\"" : null);
    }
}
