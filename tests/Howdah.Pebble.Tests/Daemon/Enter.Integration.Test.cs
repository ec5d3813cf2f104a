using System.Diagnostics;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class EnterIntegrationTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pebble-enter-").FullName;

    public EnterIntegrationTest()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "layers"));
        File.WriteAllText(Path.Combine(_folder, "layers", "001-base.yaml"), $$"""
            services:
                a: {override: replace, startup: enabled, command: sh -c 'echo $$ > {{_folder}}/a; exec sleep 1000'}
                b: {override: replace, command: sh -c 'echo $$ > {{_folder}}/b; exec sleep 1000'}
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("enter checks", "enter: subcommand \"checks\" is not supported")]
    [InlineData("enter stop a", "enter: must use --run before \"stop\" subcommand")]
    [InlineData("enter --run ls /", "enter: cannot provide --run before \"ls\" subcommand")]
    [InlineData("enter --run help", "enter: cannot provide --run before \"help\" subcommand")]
    [InlineData("enter -v exec true", "enter: cannot provide -v/--verbose before \"exec\" subcommand")]
    [InlineData("enter ls", "the required argument `<path>' was not provided")]
    public async Task What_does_not_go_together_is_refused(string line, string message)
    {
        var (code, output, error) = await RunAsync(line);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"error: {message}\n".Replace("<path>'", "<path>`", StringComparison.Ordinal), error);
    }

    [Fact]
    public async Task A_subcommand_runs_against_a_daemon_that_holds_its_services_and_is_silent()
    {
        var (code, output, error) = await RunAsync("enter services");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("^Service +Startup +Current +Since\na +enabled +inactive +-\nb +disabled +inactive +-\n$", output);
        Assert.False(File.Exists(Path.Combine(_folder, "a")));
        Assert.Contains("[pebble] Started daemon.", (await RunAsync("enter -v plan")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, ".pebble.socket")));
    }

    [Fact]
    public async Task Exec_answers_with_the_exit_code_of_its_command()
    {
        Assert.Equal((3, "hi\n", "no\n"), await RunAsync("enter exec -T sh -c", "echo hi; echo no >&2; exit 3"));
        Assert.Equal((0, "/\n", ""), await RunAsync("enter --run exec -T sh -c", $"kill -0 $(cat {_folder}/a) && echo /"));
    }

    [Fact]
    public async Task A_daemon_that_cannot_start_says_so()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "layers", "002-bad.yaml"), "x");
        var (code, _, error) = await RunAsync("enter exec true");
        Assert.Equal(1, code);
        Assert.StartsWith("cannot run daemon: cannot load plan: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_needs_no_daemon() =>
        Assert.StartsWith("Usage:\n  pebble run", (await RunAsync("enter help run")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("enter start b", "b", "a")]
    [InlineData("enter --run start b", "b", null)]
    [InlineData("enter", "a", "b")]
    public async Task The_daemon_goes_on_after_start_until_it_is_ended(string line, string runs, string? doesNot)
    {
        using var process = Start(line.Split(' '));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var file = Path.Combine(_folder, runs);
        await TestDaemon.UntilAsync("the service runs", () => Task.FromResult(File.Exists(file) && File.ReadAllText(file).EndsWith('\n')));
        using var client = new PebbleClient(Path.Combine(_folder, ".pebble.socket"));
        await TestDaemon.UntilAsync("it has started", async () => (await client.GetChangesAsync()).Count == 0);
        if (doesNot is not null) Assert.False(File.Exists(Path.Combine(_folder, doesNot)));
        using (var kill = Process.Start("kill", [$"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.False(Directory.Exists("/proc/" + File.ReadAllText(file).Trim()));
    }

    [Fact]
    public async Task A_start_that_fails_ends_the_daemon()
    {
        var (code, _, error) = await RunAsync("enter start nobody");
        Assert.Equal(1, code);
        Assert.Contains("service \"nobody\" does not exist", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --args", "--args requires a service name")]
    [InlineData("run --args a x ; --args a y", "--args provided more than once for \"a\" service")]
    [InlineData("run --args nobody x", "service \"nobody\" not found in plan")]
    public async Task Arguments_for_services_that_make_no_sense_are_refused(string line, string message)
    {
        var (code, _, error) = await RunAsync(line);
        Assert.Equal(1, code);
        Assert.EndsWith($"cannot run daemon: {message}\n", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string line, params string[] more)
    {
        using var process = Start([.. line.Split(' '), .. more]);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    private Process Start(string[] words)
    {
        var start = new ProcessStartInfo(TestDaemon.Binary, words)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PEBBLE"] = _folder;
        return Process.Start(start)!;
    }
}
