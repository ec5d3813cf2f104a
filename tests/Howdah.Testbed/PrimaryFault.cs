namespace Howdah.Testbed;

/// <summary>Ways to hurt a member; each takes the cluster and the member's unit.</summary>
public static class PrimaryFault
{
    private const string Container = "postgresql";

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

    private static List<int> DatabaseProcesses(IEnumerable<int> pids) =>
        [.. pids.Where(pid => IsPostgres(pid) || IsPatroni(pid))];

    private static bool IsPostgres(int pid) => Processes.Name(pid) is "postgres" or "postmaster";

    private static bool IsPatroni(int pid) => Processes.CommandContains(pid, "/patroni ") && !Processes.CommandContains(pid, "guard");
}
