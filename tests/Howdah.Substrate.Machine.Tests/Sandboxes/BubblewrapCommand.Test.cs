using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Sandboxes;
using Howdah.Substrate.Machine.Units;

namespace Howdah.Substrate.Machine.Tests;

public sealed class BubblewrapCommandTests
{
    private static readonly MachineFiles Files = new("/data");

    private static readonly UnitSpec Unit = new(
        "default",
        "postgresql-k8s/0",
        "/charms/postgresql-k8s",
        "1",
        "/data/agents/postgresql-k8s-0",
        ["status-set"],
        null,
        [new ContainerSpec("postgresql", null, null, [new MountSpec("pgdata/0", "/var/lib/postgresql/data")])],
        [new StorageSpec("pgdata/0", "/var/lib/juju/storage/pgdata/0")]);

    [Theory]
    [InlineData("workload", false)]
    [InlineData("workload-rootless", true)]
    public void A_workload_is_this_command_line(string golden, bool rootless) =>
        AssertGolden(golden, new SandboxPlan(Files, Unit, rootless).Workload(Unit.Containers[0]));

    [Fact]
    public void A_charm_is_this_command_line() => AssertGolden("charm", new SandboxPlan(Files, Unit, rootless: false).Charm());

    [Fact]
    public void A_container_of_another_user_starts_its_pebble_as_that_user()
    {
        var container = Unit.Containers[0] with { Uid = 170, Gid = 171 };

        var arguments = BubblewrapCommand.Arguments(new SandboxPlan(Files, Unit, rootless: false).Workload(container));

        Assert.Equal(
            ["--", "/usr/bin/setpriv", "--reuid=170", "--regid=171", "--clear-groups", "/charm/bin/pebble", "run", "--create-dirs", "--hold"],
            arguments.SkipWhile(argument => argument != "--"));
    }

    [Fact]
    public void No_argument_holds_anything_of_the_environment() => Assert.DoesNotContain(
        BubblewrapCommand.Arguments(new SandboxSpec("host", ["true"]) { Environment = new Dictionary<string, string> { ["SECRET"] = "s3cret" } }),
        argument => argument.Contains("s3cret", StringComparison.Ordinal));

    private static void AssertGolden(string name, SandboxSpec spec)
    {
        var variables = spec.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");
        var actual = string.Join('\n', variables) + "\n" + string.Join(' ', BubblewrapCommand.Arguments(spec)).Replace(" --", "\n--", StringComparison.Ordinal) + "\n";
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name + ".txt"), actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
