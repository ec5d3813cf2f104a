namespace Howdah.Testbed;

/// <summary>Ways to hurt a member; each takes the cluster and the member's unit.</summary>
public static class PrimaryFault
{
    private const string Container = "postgresql";
    private static readonly TimeSpan LeaseLimit = TimeSpan.FromSeconds(45);

    /// <summary>kill -9 of Patroni and of every PostgreSQL process.</summary>
    public static async Task KillPatroniAndPostgres(PostgresCluster cluster, string unit) =>
        Processes.Signal(Processes.Kill, DatabaseProcesses(await cluster.ProcessesAsync(unit, Container)));

    /// <summary>kill -9 of all processes of the workload container, its Pebble included.</summary>
    public static async Task KillContainer(PostgresCluster cluster, string unit) =>
        Processes.Signal(Processes.Kill, await cluster.ProcessesAsync(unit, Container));

    /// <summary>kill -9 of every process of the unit, in the charm container too.</summary>
    public static async Task KillUnit(PostgresCluster cluster, string unit)
    {
        var workload = await cluster.ProcessesAsync(unit, Container);
        var charm = await cluster.ProcessesAsync(unit, "charm");
        Processes.Signal(Processes.Kill, workload.Concat(charm));
    }

    /// <summary>kill -9 of the postmaster alone.</summary>
    public static async Task KillPostmaster(PostgresCluster cluster, string unit)
    {
        var database = (await cluster.ProcessesAsync(unit, Container)).Where(IsPostgres).ToHashSet();
        Processes.Signal(Processes.Kill, database.Where(pid => !database.Contains(Processes.Parent(pid))));
    }

    /// <summary>SIGSTOP of Patroni and of every PostgreSQL process, never continued.</summary>
    public static async Task StopPatroniAndPostgres(PostgresCluster cluster, string unit) =>
        Processes.Signal(Processes.Stop, DatabaseProcesses(await cluster.ProcessesAsync(unit, Container)));

    /// <summary>
    /// SIGSTOP of the whole container, its Pebble and its guard too, until another member leads, then SIGCONT. Writes are sent to the
    /// sleeper from the moment it wakes up until it follows.
    /// </summary>
    /// <exception cref="InvalidOperationException">It accepted one.</exception>
    public static async Task SleepPastLease(PostgresCluster cluster, string unit)
    {
        var address = (await cluster.UnitsAsync())[unit];
        await using var sleeper = await StrayWrites.PrepareAsync(cluster.ConnectionStringFor(address));
        var asleep = await cluster.ProcessesAsync(unit, Container);
        Processes.Signal(Processes.Stop, asleep);
        try
        {
            await Deadline.WaitAsync("another member leads", LeaseLimit, async () =>
                await cluster.PrimaryAsync() is var primary && primary != unit ? null : $"{primary} leads");
        }
        finally
        {
            Processes.Signal(Processes.Continue, asleep);
        }

        await sleeper.TryUntilItFollowsAsync(LeaseLimit);
    }

    private static List<int> DatabaseProcesses(IEnumerable<int> pids) =>
        [.. pids.Where(pid => IsPostgres(pid) || IsPatroni(pid))];

    private static bool IsPostgres(int pid) => Processes.Name(pid) is "postgres" or "postmaster";

    private static bool IsPatroni(int pid) => Processes.CommandContains(pid, "/patroni ") && !Processes.CommandContains(pid, "guard");
}
