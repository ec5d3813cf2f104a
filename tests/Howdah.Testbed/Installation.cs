using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Howdah.Testbed;

/// <summary>
/// A Howdah of its own: the built binaries on a temporary data directory, as a user runs them. Disposing takes down all that it made.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private static readonly string[] Binaries = ["howdah", "howdah-server", "pebble", "hook-tool", "howdah-charms"];

    private Installation(string dataDirectory) => DataDirectory = dataDirectory;

    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the built binaries.</summary>
    public static string BinaryDirectory => Path.Combine(Root, "artifacts", "bin");

    /// <summary>Where this installation keeps everything.</summary>
    public string DataDirectory { get; }

    /// <summary>Prepares an empty data directory; nothing runs yet.</summary>
    public static Installation Create()
    {
        foreach (var binary in Binaries.Select(name => Path.Combine(BinaryDirectory, name)).Where(path => !File.Exists(path)))
        {
            throw new InvalidOperationException($"{binary} is not built; run scripts/build.sh");
        }

        return new Installation(Directory.CreateTempSubdirectory("howdah-test-").FullName);
    }

    /// <summary>Runs <c>howdah</c> with these arguments to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(TimeSpan.FromMinutes(3), arguments);

    /// <summary>Runs <c>howdah</c> to its end, or kills it when it takes longer than <paramref name="limit"/>.</summary>
    public Task<CommandResult> RunAsync(TimeSpan limit, params string[] arguments) =>
        RunAsync(Path.Combine(BinaryDirectory, "howdah"), limit, arguments);

    /// <summary>Runs <c>howdah</c> under another path to its end.</summary>
    public Task<CommandResult> RunProgramAsync(string program, params string[] arguments) => RunAsync(program, TimeSpan.FromMinutes(3), arguments);

    private async Task<CommandResult> RunAsync(string program, TimeSpan limit, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Root,
        };
        start.Environment["HOWDAH_DATA"] = DataDirectory;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("howdah cannot be started");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException($"'howdah {string.Join(' ', arguments)}' did not end within {limit}", e);
        }

        return new CommandResult($"howdah {string.Join(' ', arguments)}", process.ExitCode, await output, await error);
    }

    /// <summary>The status of the model as <c>howdah status --format json</c> prints it.</summary>
    public async Task<JsonNode> StatusAsync() =>
        JsonNode.Parse((await RunAsync("status", "--format", "json")).Expect()) ?? throw new InvalidOperationException("no status");

    /// <summary>The process of the engine.</summary>
    public int EnginePid() => Processes.WithCommand("howdah-server", DataDirectory) is [var pid]
        ? pid
        : throw new InvalidOperationException($"no engine serves {DataDirectory}");

    /// <summary>The processes of a program in any of its sandboxes.</summary>
    public IReadOnlyList<int> ProcessesOf(string program) => Processes.WithMountFrom(DataDirectory, program);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        (await RunAsync("down")).Expect();
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Howdah.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no checkout above {AppContext.BaseDirectory}");
    }
}
