using System.Diagnostics;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

/// <summary>As process 1 of a bubblewrap sandbox.</summary>
public sealed class SandboxIntegrationTest
{
    [Theory]
    [InlineData("")]
    [InlineData("--unshare-user --uid 1000 --gid 1000")]
    public async Task It_is_process_1_and_its_end_is_the_end_of_all(string user)
    {
        if (!File.Exists("/usr/bin/bwrap") || !Environment.IsPrivilegedProcess) return;
        var folder = Directory.CreateTempSubdirectory("pebble-sandbox-").FullName;
        var binary = Path.GetDirectoryName(TestDaemon.Binary)!;
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(runtime, "../../.."));
        var start = new ProcessStartInfo("bwrap", $"{user} --as-pid-1 --unshare-pid --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib "
            + $"--symlink usr/lib64 /lib64 --ro-bind /etc /etc --proc /proc --dev /dev --tmpfs /tmp --tmpfs /var --tmpfs /root --ro-bind {root} {root} "
            + $"--ro-bind {binary} /charm/bin --bind {folder} /charm/container --setenv HOME / --setenv DOTNET_ROOT {root} --setenv PEBBLE_SOCKET /charm/container/pebble.socket "
            + "--unsetenv PEBBLE /charm/bin/pebble run --create-dirs --hold")
        { UseShellExecute = false, RedirectStandardError = true };
        using var sandbox = Process.Start(start)!;
        try
        {
            await LiveAndEndAsync(sandbox, Path.Combine(folder, "pebble.socket"));
        }
        finally
        {
            if (!sandbox.HasExited) sandbox.Kill(entireProcessTree: true);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LiveAndEndAsync(Process sandbox, string socket)
    {
        var log = sandbox.StandardError.ReadToEndAsync();
        using var client = new PebbleClient(socket);
        await TestDaemon.UntilAsync("it answers", async () => sandbox.HasExited ? throw new InvalidOperationException(await log)
            : File.Exists(client.SocketPath) && await Record.ExceptionAsync(() => client.GetSystemInfoAsync()) is null);
        Assert.Equal("1\n", (await client.RunAsync(new ExecRequest("sh", "-c", "grep PPid /proc/self/status > /dev/null; echo $PPID"))).Stdout);
        await client.AddLayerAsync("x", "services: {a: {override: replace, command: sh -c 'setsid sleep 1000 & exec sleep 1000'}}");
        await client.StartAsync(["a"]);
        await client.RunAsync(new ExecRequest("sh", "-c", "(setsid sh -c 'exit 3' &)"));
        await TestDaemon.UntilAsync("no zombie is left", async () =>
            !(await client.RunAsync(new ExecRequest("sh", "-c", "grep -h State /proc/[0-9]*/status || true"))).Stdout.Contains('Z', StringComparison.Ordinal));
        var other = await client.GetSystemInfoAsync();
        Assert.NotEqual((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim(), other.BootId);
        // The answer may or may not arrive before the end.
        await Record.ExceptionAsync(() => client.RunAsync(new ExecRequest("kill", "-TERM", "1")));
        await sandbox.WaitForExitAsync();
        Assert.Equal(0, sandbox.ExitCode);
        Assert.Contains("Service \"a\" stopped", await log, StringComparison.Ordinal);
    }
}
