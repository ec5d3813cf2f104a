using System.Diagnostics;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>What can stand against the start of an engine, and how it ends.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("status")]
    [InlineData("deploy anything")]
    [InlineData("run app/0 action")]
    [InlineData("ssh app/0 true")]
    [InlineData("debug-log")]
    [InlineData("destroy-model default")]
    public async Task Without_an_engine_every_command_says_how_to_start_one(string command)
    {
        await using var howdah = Installation.Create();
        var result = await howdah.RunAsync(command.Split(' '));
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"ERROR no engine answers at {howdah.DataDirectory}/howdah.sock; start it with 'howdah bootstrap'\n", result.Error);
    }

    [Fact]
    public async Task A_second_engine_is_refused_with_the_pid_of_the_first()
    {
        await using var howdah = Installation.Create();
        (await howdah.RunAsync("bootstrap")).Expect();
        var second = await howdah.RunAsync("serve");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            $"ERROR another engine (pid {howdah.EnginePid()}) already serves {howdah.DataDirectory}", second.Error, StringComparison.Ordinal);
        (await howdah.RunAsync("status")).Expect();
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        var result = await RunAsync("/proc/howdah", "bootstrap");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("ERROR cannot write to the data directory /proc/howdah", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_named_and_left_alone()
    {
        await using var howdah = Installation.Create();
        var database = Path.Combine(howdah.DataDirectory, "howdah.db");
        await File.WriteAllTextAsync(database, "not a database, but somebody's only copy of something");
        var result = await howdah.RunAsync("bootstrap");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"ERROR \"{database}\" is damaged or no database", result.Error, StringComparison.Ordinal);
        Assert.Equal("not a database, but somebody's only copy of something", await File.ReadAllTextAsync(database));
        File.Delete(database);
    }

    [Fact]
    public async Task A_missing_package_is_named()
    {
        await using var howdah = Installation.Create();
        var result = await RunAsync(howdah.DataDirectory, "bootstrap", ("PATH", "/nowhere"));
        if (!File.Exists("/usr/bin/bwrap"))
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("bubblewrap", result.Error, StringComparison.Ordinal);
        }
        else
        {
            // It is found where packages put it, whatever the PATH.
            result.Expect();
        }
    }

    [Fact]
    public async Task A_socket_path_longer_than_the_kernel_takes_works_too()
    {
        await using var howdah = Installation.Create();
        var deep = Path.Combine(howdah.DataDirectory, new string('x', 60), new string('y', 60));
        Directory.CreateDirectory(deep);
        (await RunAsync(deep, "bootstrap")).Expect();
        Assert.Contains("Model", (await RunAsync(deep, "status")).Expect(), StringComparison.Ordinal);
        (await RunAsync(deep, "down")).Expect();
        Assert.False(Directory.Exists(deep));
    }

    [Fact]
    public async Task The_socket_belongs_to_its_owner_alone()
    {
        await using var howdah = Installation.Create();
        (await howdah.RunAsync("bootstrap")).Expect();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(howdah.DataDirectory, "howdah.sock")));
    }

    [Fact]
    public async Task An_engine_ends_in_good_order_and_starts_again_on_what_it_had()
    {
        await using var howdah = Installation.Create();
        (await howdah.RunAsync("bootstrap")).Expect();
        (await howdah.RunAsync("add-model", "kept")).Expect();
        Assert.Equal("howdah:admin/kept\n", (await howdah.RunAsync("switch")).Expect());
        using (var engine = Process.GetProcessById(howdah.EnginePid()))
        {
            using var kill = Process.Start("kill", ["-TERM", $"{engine.Id}"]);
            Assert.True(engine.WaitForExit(TimeSpan.FromSeconds(10)), "the engine still runs");
        }

        (await howdah.RunAsync("bootstrap")).Expect();
        Assert.Contains("kept", (await howdah.RunAsync("models")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Down_leaves_nothing_and_may_be_repeated()
    {
        await using var howdah = Installation.Create();
        (await howdah.RunAsync("bootstrap")).Expect();
        (await howdah.RunAsync("deploy", EngineFixture.Charm("mason"))).Expect();
        (await howdah.RunAsync("wait-for", "application", "mason", "--timeout", "60s", "--query", "status==\"active\"")).Expect();
        (await howdah.RunAsync("down")).Expect();
        Assert.False(Directory.Exists(howdah.DataDirectory));
        Assert.Contains("Nothing to remove", (await howdah.RunAsync("down")).Expect(), StringComparison.Ordinal);
    }

    private static async Task<CommandResult> RunAsync(string data, string command, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Path.Combine(Installation.BinaryDirectory, "howdah"), [command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOWDAH_DATA"] = data;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(command, process.ExitCode, await output, await error);
    }
}
