using Howdah.Engine.Substrates;
using Howdah.Pebble.Client;
using Howdah.Substrate.Machine.Units;
using static Howdah.Substrate.Machine.Tests.TestMachine;

namespace Howdah.Substrate.Machine.Tests;

/// <summary>Charms and workloads that put links where the engine works, so as to have it read or write for them.</summary>
public sealed class HostileUnitTests : IAsyncLifetime
{
    private const string Agent = "/var/lib/juju/agents/unit-probe-0";
    private readonly TestMachine machine = new();
    private MachineSubstrate substrate = null!;

    private string Victim => Path.Combine(machine.Root, "victim");

    private MachineFiles Files => new(machine.Data);

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Victim);
        File.WriteAllText(Path.Combine(machine.Charm, "dispatch"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(machine.Charm, "dispatch"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        substrate = machine.Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await substrate.DisposeAsync();
        await machine.DisposeAsync();
    }

    [Fact]
    public async Task A_charm_writes_to_the_copy_of_its_files_and_nothing_beside_it()
    {
        await substrate.EnsureUnitAsync(machine.Unit(), default);

        await ShellAsync(substrate, "charm", $"cd {Agent}/charm && echo mine > file && echo changed >> metadata.yaml");
        foreach (var attempt in (string[])["touch file", "mkdir resources", "ln -s /tmp charm.new", "ln -s /tmp agent.socket", "mv charm other", "rm -r charm/../charm"])
        {
            Assert.NotEqual(0, (await RunAsync(substrate, "charm", "/bin/sh", "-c", $"cd {Agent} && {attempt}")).Code);
        }

        Assert.Equal(["charm"], Directory.EnumerateFileSystemEntries(machine.Unit().AgentDirectory).Select(Path.GetFileName));
        Assert.Equal("name: probe\n", File.ReadAllText(Path.Combine(machine.Charm, "metadata.yaml")));
    }

    [Fact]
    public async Task The_program_that_all_units_of_a_charm_share_can_not_be_changed_by_one()
    {
        await substrate.EnsureUnitAsync(machine.Unit(), default);

        foreach (var attempt in (string[])["echo mine > dispatch", "echo mine >> dispatch", "rm -f dispatch", "mv dispatch other", "ln -sf /bin/true dispatch", "chmod 777 dispatch"])
        {
            Assert.NotEqual(0, (await RunAsync(substrate, "charm", "/bin/sh", "-c", $"cd {Agent}/charm && {attempt}")).Code);
        }

        await ShellAsync(substrate, "charm", $"{Agent}/charm/dispatch");
        Assert.Equal("#!/bin/sh\n", File.ReadAllText(Path.Combine(machine.Charm, "dispatch")));
    }

    [Fact]
    public async Task Another_charm_takes_the_place_of_the_one_before_while_nothing_of_it_runs()
    {
        await substrate.EnsureUnitAsync(machine.Unit(), default);
        File.WriteAllText(Path.Combine(Victim, "kept"), "");
        await ShellAsync(substrate, "charm", $"ln -s {Victim} {Agent}/charm/link; mkdir {Agent}/charm/closed; touch {Agent}/charm/closed/file; chmod 0 {Agent}/charm/closed");
        var charm = machine.Pid("charm");
        File.WriteAllText(Path.Combine(machine.Charm, "metadata.yaml"), "name: probe\nsummary: new\n");

        await substrate.EnsureUnitAsync(machine.Unit(revision: "2"), default);

        Assert.Equal("name: probe\nsummary: new", await ShellAsync(substrate, "charm", $"cat {Agent}/charm/metadata.yaml"));
        Assert.Equal("dispatch metadata.yaml", await ShellAsync(substrate, "charm", $"cd {Agent}/charm && echo *"));
        Assert.NotEqual(charm, machine.Pid("charm"));
        Assert.True(File.Exists(Path.Combine(Victim, "kept")));
    }

    [Fact]
    public async Task No_file_is_cut_because_a_workload_has_a_link_of_a_logs_name()
    {
        await substrate.EnsureUnitAsync(machine.Unit(), default);
        var victims = new[] { "pebble.log", "direct" }.Select(name => Path.Combine(Victim, name)).ToList();
        victims.ForEach(victim => File.WriteAllBytes(victim, new byte[2 << 20]));
        await ShellAsync(substrate, "work", $"ln -s {Victim} /tmp/folder; ln -s {Victim}/direct /tmp/pebble.log; ln -s {Victim}/direct /var/pebble.log");
        var log = Files.Unit(Model, "probe/0").Sandbox("work").Log;
        File.WriteAllBytes(log, new byte[2 << 20]);

        HostMachine.BoundLogs(Files);

        Assert.All(victims, victim => Assert.Equal(2 << 20, new FileInfo(victim).Length));
        Assert.Equal(0, new FileInfo(log).Length);
    }

    [Fact]
    public async Task A_workload_can_not_have_the_engine_talk_to_another_units_pebble()
    {
        await substrate.EnsureUnitAsync(machine.Unit(), default);
        await substrate.EnsureUnitAsync(machine.Unit("probe/1"), default);
        var other = Files.Unit(Model, "probe/1").Sandbox("work").Socket;
        try
        {
            await ShellAsync(substrate, "work", $"ln -sf {other} /charm/container/pebble.socket");
        }
        catch (PebbleConnectionException)
        {
            // The link was there before the command's end was asked for, and is refused already.
        }

        await substrate.DisposeAsync();
        substrate = machine.Open();

        // Whichever part of the command comes first to the socket tells.
        var error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(substrate, "work", "/bin/true"));

        Assert.Matches($"process {machine.Pid("work", "probe/1")} listens at .*, not process {machine.Pid("work")}", error.ToString());
    }
}
