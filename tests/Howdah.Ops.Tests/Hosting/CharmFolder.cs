using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Howdah.Ops.TestCharm;

namespace Howdah.Ops.Tests.Hosting;

/// <summary>
/// A charm's folder with its real dispatch, and hook commands that are real executables: they note how they were called and
/// answer what the test says.
/// </summary>
internal sealed class CharmFolder : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Script =
        """
        #!/bin/sh
        key="$(basename "$0") $*"
        echo "$key" >> "$HOOKS/calls"
        for last; do :; done
        [ "$last" = - ] && cat >> "$HOOKS/input"
        for argument; do case "$argument" in *#file=*) cat "${argument#*=}" >> "$HOOKS/secrets";; esac; done
        answer="$HOOKS/$(printf %s "$key" | sha256sum | cut -c1-64)"
        [ -e "$answer" ] || exit 0
        . "$answer"
        """;

    private readonly string root = Directory.CreateTempSubdirectory("charm-").FullName;

    public CharmFolder()
    {
        Charm = Directory.CreateDirectory(Path.Combine(root, "charm")).FullName;
        Commands = Directory.CreateDirectory(Path.Combine(root, "commands")).FullName;
        File.WriteAllText(Path.Combine(Charm, "metadata.yaml"), EverythingFiles.MetadataYaml);
        File.WriteAllText(Path.Combine(Charm, "config.yaml"), EverythingFiles.ConfigYaml);
        File.WriteAllText(Path.Combine(Charm, "actions.yaml"), EverythingFiles.ActionsYaml);
        File.CreateSymbolicLink(Path.Combine(Charm, "dispatch"), Path.Combine(AppContext.BaseDirectory, "Howdah.Ops.TestCharm"));
        WriteExecutable(Path.Combine(Commands, "hook"), Script);
        foreach (var name in new[]
        {
            "juju-log", "is-leader", "config-get", "relation-ids", "relation-list", "relation-get", "relation-set", "secret-get",
            "secret-add", "status-set", "state-set", "action-get", "action-set", "action-log", "action-fail",
        })
        {
            File.CreateSymbolicLink(Path.Combine(Commands, name), "hook");
        }
    }

    public string Charm { get; }

    public string Commands { get; }

    public IReadOnlyList<string> Calls =>
        File.Exists(Path.Combine(root, "calls")) ? File.ReadAllLines(Path.Combine(root, "calls")) : [];

    public string Input => File.ReadAllText(Path.Combine(root, "input"));

    public string Secrets => File.ReadAllText(Path.Combine(root, "secrets"));

    public static void WriteExecutable(string path, string text)
    {
        File.WriteAllText(path, text + "\n");
        File.SetUnixFileMode(path, Executable);
    }

    /// <summary>What a command answers that is called exactly like that.</summary>
    public void Answer(string call, string stdout, int exitCode = 0, string stderr = "") => File.WriteAllText(
        Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call)))),
        $"cat <<'END'\n{stdout}\nEND\nprintf %s '{stderr}' >&2\nexit {exitCode}\n");

    /// <summary>Runs the charm's dispatch.</summary>
    public async Task<(int ExitCode, string Stdout, string Stderr)> DispatchAsync(
        string path, params IReadOnlyDictionary<string, string>[] variables)
    {
        var start = new ProcessStartInfo(Path.Combine(Charm, "dispatch"))
        {
            WorkingDirectory = Charm,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{Commands}:/usr/bin:/bin";
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"))
            ?? Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "";
        start.Environment["HOOKS"] = root;
        start.Environment["JUJU_CHARM_DIR"] = Charm;
        start.Environment["JUJU_DISPATCH_PATH"] = path;
        start.Environment["JUJU_UNIT_NAME"] = "everything/0";
        start.Environment["JUJU_MODEL_NAME"] = "test";
        foreach (var (key, value) in variables.SelectMany(v => v))
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var stdout = process.StandardOutput.ReadToEndAsync();
        var stderr = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await stdout, await stderr);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
