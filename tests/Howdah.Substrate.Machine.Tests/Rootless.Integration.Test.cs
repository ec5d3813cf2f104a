using System.Diagnostics;
using System.Globalization;
using static Howdah.Substrate.Machine.Tests.TestMachine;

namespace Howdah.Substrate.Machine.Tests;

/// <summary>The substrate as an ordinary user: one made for the test when root runs it, else whoever runs it.</summary>
public sealed class RootlessTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("howdah-rootless-").FullName;
    private readonly string user = string.Create(CultureInfo.InvariantCulture, $"howdah{Environment.ProcessId}");

    public void Dispose()
    {
        Trees.Delete(root);
        if (IsRoot)
        {
            using var removal = Process.Start("userdel", ["--force", user]);
            removal.WaitForExit();
        }
    }

    private static bool IsRoot => Processes.Native.EffectiveUser() == 0;

    [Fact]
    public async Task An_ordinary_user_has_units_in_which_every_account_is_that_user()
    {
        var output = await ProbeAsync(
            "id -u postgres; id -gn; stat -c %u /var/lib/work",
            "chown postgres:postgres /var/lib/work && touch /var/lib/work/file && stat -c %U /var/lib/work/file",
            "getent hosts probe-0 | cut -d. -f1",
            "touch /usr/x 2>/dev/null");

        var uid = IsRoot ? (await HostAsync("id", "-u", user)).Trim() : (await HostAsync("id", "-u")).Trim();
        Assert.Equal(uid, output[1]);
        Assert.Equal(uid, output[3]);
        Assert.Equal(["exit 0", "postgres", "exit 0", "127", "exit 0", "exit 1", "removed"], output[4..]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, "data", "units")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(root, "data", "storage")));
    }

    [Fact]
    public async Task PostgreSQL_runs_in_a_sandbox_of_an_ordinary_user()
    {
        const string Start = """
            set -e
            bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
            $bin/initdb -N -A trust -U postgres -D /var/lib/work/db > /dev/null
            $bin/pg_ctl -s -w -D /var/lib/work/db -l /tmp/log -o "-k /run -c listen_addresses=$(getent hosts probe-0 | cut -d' ' -f1) -p 5432" start
            psql -h probe-0 -U postgres -Atc 'select 40 + 2'
            $bin/pg_ctl -s -w -D /var/lib/work/db -m fast stop
            """;

        var output = await ProbeAsync(Start);

        Assert.Equal(["42", "exit 0", "removed"], output[1..]);
    }

    private async Task<string[]> ProbeAsync(params string[] scripts)
    {
        // The user may not look into this checkout: it gets copies.
        Trees.Copy(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory.Replace("Machine.Tests", "Machine.Probe", StringComparison.Ordinal))), Path.Combine(root, "probe"));
        Directory.CreateDirectory(Path.Combine(root, "charm"));
        foreach (var binary in (string[])["pebble", "hook-tool"])
        {
            File.Copy(Binary(binary), Path.Combine(root, binary));
        }

        List<string> command =
        [
            Environment.ProcessPath is { } dotnet && Path.GetFileName(dotnet) == "dotnet" ? dotnet : "dotnet",
            Path.Combine(root, "probe", "Howdah.Substrate.Machine.Probe.dll"),
            Path.Combine(root, "data"), Path.Combine(root, "charm"), Path.Combine(root, "pebble"), Path.Combine(root, "hook-tool"), .. scripts,
        ];
        if (IsRoot)
        {
            await HostAsync("useradd", "--system", "--no-create-home", "--shell", "/bin/sh", "--uid", await FreeUidAsync(), user);
            await HostAsync("chown", "-R", user, root);
            command = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "env", $"HOME={root}", .. command];
        }

        var output = await HostAsync(command[0], [.. command[1..]]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The number of a person's account, as one behind a service's number would be no proof.</summary>
    private static async Task<string> FreeUidAsync()
    {
        var used = (await HostAsync("getent", "passwd")).Split('\n').Select(line => line.Split(':').ElementAtOrDefault(2)).ToHashSet();
        return Enumerable.Range(20000, 1000).Select(uid => uid.ToString(CultureInfo.InvariantCulture)).First(uid => !used.Contains(uid));
    }
}
