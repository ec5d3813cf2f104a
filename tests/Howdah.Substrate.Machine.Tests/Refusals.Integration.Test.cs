using System.Net;
using System.Net.Sockets;
using Howdah.Engine.Substrates;
using static Howdah.Substrate.Machine.Tests.TestMachine;

namespace Howdah.Substrate.Machine.Tests;

public sealed class RefusalTests : IAsyncLifetime
{
    private readonly TestMachine machine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await machine.DisposeAsync();

    [Fact]
    public void A_machine_without_bubblewrap_is_told_what_to_install()
    {
        var error = Assert.Throws<SubstrateException>(() => MachineSubstrate.Open(machine.Options with { Bubblewrap = "bwrap-that-is-not-there" }));

        Assert.StartsWith("bwrap-that-is-not-there is not on this machine: install the package bubblewrap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_pebble_is_told_with_what_builds_it()
    {
        var error = Assert.Throws<SubstrateException>(() => MachineSubstrate.Open(machine.Options with { PebbleBinary = "/nowhere/pebble" }));

        Assert.Equal("/nowhere/pebble is missing: build it (scripts/build.sh)", error.Message);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_written_is_named()
    {
        var error = Assert.Throws<SubstrateException>(() => MachineSubstrate.Open(machine.Options with { DataDirectory = "/sys/howdah" }));

        Assert.StartsWith("the data directory /sys/howdah cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_forbids_user_namespaces_is_told_what_allows_them_and_keeps_nothing_of_the_unit()
    {
        // What bubblewrap prints on such a machine; this one allows them.
        var refusing = Path.Combine(machine.Root, "bwrap");
        await File.WriteAllTextAsync(refusing, "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n");
        File.SetUnixFileMode(refusing, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var substrate = MachineSubstrate.Open(machine.Options with { Bubblewrap = refusing });

        var error = await Assert.ThrowsAsync<SubstrateException>(() => substrate.EnsureUnitAsync(machine.Unit(), default));

        Assert.Contains("does not let an ordinary user make user namespaces", error.Message, StringComparison.Ordinal);
        Assert.Contains("bwrap: setting up uid map: Permission denied", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(machine.Data, "units")));
    }

    [Fact]
    public async Task A_pebble_that_ends_at_once_is_shown_with_its_last_words()
    {
        var broken = Path.Combine(machine.Root, "pebble");
        await File.WriteAllTextAsync(broken, "#!/bin/sh\necho 'cannot run daemon: no' >&2\nexit 1\n");
        await using var substrate = MachineSubstrate.Open(machine.Options with { PebbleBinary = broken });

        var error = await Assert.ThrowsAsync<SubstrateException>(() => substrate.EnsureUnitAsync(machine.Unit(), default));

        Assert.Contains("cannot run daemon: no", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(machine.Data, "units")));
    }

    [Fact]
    public async Task An_address_that_another_program_took_is_named_with_that_program()
    {
        await using var substrate = machine.Open();
        var place = await substrate.EnsureUnitAsync(machine.Unit(), default);
        foreach (var container in (string[])["work", "charm"])
        {
            using var process = Processes.Pidfd.Open(machine.Pid(container))!;
            process.Signal(Processes.Native.SigKill);
            await UntilAsync("it is dead", () => process.HasEnded);
        }

        using var taker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taker.Bind(new IPEndPoint(IPAddress.Parse(place.Address), 15432));
        taker.Listen();
        var error = await Assert.ThrowsAsync<SubstrateException>(() => substrate.EnsureUnitAsync(machine.Unit(), default));

        Assert.Matches($@"^probe/0 cannot start: its address {place.Address} is taken, .+ \[{Environment.ProcessId}\] listens on port 15432\. Stop that program$", error.Message);
        taker.Dispose();
        Assert.Equal(place, await substrate.EnsureUnitAsync(machine.Unit(), default));
    }

    [Fact]
    public async Task Two_engines_on_one_machine_share_no_address()
    {
        await using var other = new TestMachine();
        await using var first = machine.Open();
        await using var second = other.Open();

        var places = await Task.WhenAll(first.EnsureUnitAsync(machine.Unit(), default), second.EnsureUnitAsync(other.Unit(), default));

        Assert.NotEqual(places[0].Address, places[1].Address);
        Assert.NotEqual(places[0].Address[..places[0].Address.LastIndexOf('.')], places[1].Address[..places[1].Address.LastIndexOf('.')]);
        await first.RemoveUnitAsync(Model, "probe/0", default);
        Assert.Equal("up", await ShellAsync(second, "work", "echo up"));
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full_and_keeps_nothing_of_the_unit()
    {
        if (Processes.Native.EffectiveUser() != 0)
        {
            return; // Only root can make a small disk.
        }

        var disk = Directory.CreateDirectory(Path.Combine(machine.Root, "disk")).FullName;
        var size = new FileInfo(Binary("pebble")).Length + new FileInfo(Binary("hook-tool")).Length + (256 * 1024);
        await HostAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "none", disk);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(machine.Charm, "large"), new byte[1024 * 1024]);
            await using var substrate = MachineSubstrate.Open(machine.Options with { DataDirectory = Path.Combine(disk, "data") });
            var unit = machine.Unit() with { AgentDirectory = Path.Combine(disk, "data", "agents", "probe-0") };

            var error = await Assert.ThrowsAsync<SubstrateException>(() => substrate.EnsureUnitAsync(unit, default));

            Assert.EndsWith("The disk is full: free some space, then try again", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(disk, "data", "units")));
        }
        finally
        {
            await HostAsync("umount", disk);
        }
    }
}
