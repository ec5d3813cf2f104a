using System.Diagnostics;
using Howdah.Engine.Substrates;

namespace Howdah.Substrate.Machine.Tests;

/// <summary>A data directory and a charm of its own, with the built Pebble; removed at the end with all that runs there.</summary>
public sealed class TestMachine : IAsyncDisposable
{
    public const string Model = "default";
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public TestMachine()
    {
        Charm = Path.Combine(Root, "charm");
        Directory.CreateDirectory(Charm);
        File.WriteAllText(Path.Combine(Charm, "metadata.yaml"), "name: probe\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("howdah-machine-").FullName;

    public string Data => Path.Combine(Root, "data");

    public string Charm { get; }

    public MachineOptions Options => new(Data, Binary("pebble"), Binary("hook-tool"));

    /// <summary>The path of a built executable: PEBBLE_BINARY, or artifacts/bin.</summary>
    public static string Binary(string name)
    {
        if (Environment.GetEnvironmentVariable(name.ToUpperInvariant().Replace('-', '_') + "_BINARY") is { Length: > 0 } path)
        {
            return path;
        }

        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Howdah.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var binary = Path.Combine(folder!, "artifacts", "bin", name);
        return File.Exists(binary) ? binary : throw new InvalidOperationException($"{binary} is not built; run scripts/build.sh");
    }

    public MachineSubstrate Open() => MachineSubstrate.Open(Options);

    /// <summary>A unit with a container <c>work</c> and a storage that both containers see.</summary>
    public UnitSpec Unit(string name = "probe/0", string revision = "1") => new(
        Model,
        name,
        Charm,
        revision,
        Path.Combine(Data, "agents", name.Replace('/', '-')),
        ["status-set", "relation-get"],
        null,
        [new ContainerSpec("work", null, null, [new MountSpec("data/" + name.Split('/')[1], "/var/lib/work")])],
        [new StorageSpec("data/" + name.Split('/')[1], "/var/lib/juju/storage/data/0")]);

    /// <summary>The sandbox's first process as its record has it.</summary>
    public int Pid(string container, string unit = "probe/0") =>
        Sandboxes.SandboxRecord.Read(new Units.MachineFiles(Data).Unit(Model, unit).Sandbox(container).Record)!.Pid;

    /// <summary>Runs a command in a container to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(
        ISubstrate substrate, string container, params string[] command)
    {
        await using var process = await substrate.ExecAsync(Model, "probe/0", container, new ExecSpec(command), default);
        await process.StandardInput.DisposeAsync();
        using var output = new StreamReader(process.StandardOutput);
        using var error = new StreamReader(process.StandardError);
        var texts = await Task.WhenAll(output.ReadToEndAsync(), error.ReadToEndAsync()).WaitAsync(Limit);
        return (await process.ExitCode.WaitAsync(Limit), texts[0], texts[1]);
    }

    /// <summary>Runs a shell script in a container; it must succeed.</summary>
    public static async Task<string> ShellAsync(ISubstrate substrate, string container, string script)
    {
        var (code, output, error) = await RunAsync(substrate, container, "/bin/sh", "-c", script);
        Assert.True(code == 0, $"'{script}' ended with {code}: {error}");
        return output.TrimEnd('\n');
    }

    /// <summary>Runs a program of the host to its end; it must succeed.</summary>
    public static async Task<string> HostAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error}{await output}");
        return await output;
    }

    /// <summary>Waits for a condition, or fails with what was missing.</summary>
    public static async Task UntilAsync(string what, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, $"after {Limit.TotalSeconds} s still not: {what}");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path.Combine(Data, "units")))
        {
            await using var substrate = Open();
            foreach (var unit in Directory.EnumerateDirectories(Path.Combine(Data, "units"), "*-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).Select(folder => Path.GetFileName(folder)!).ToList())
            {
                var dash = unit.LastIndexOf('-');
                await substrate.RemoveUnitAsync(Model, $"{unit[..dash]}/{unit[(dash + 1)..]}", default);
            }
        }

        Trees.Delete(Root);
    }
}
