using System.Globalization;
using Howdah.Charms.PgbouncerK8s.Following;
using Howdah.Ops;

namespace Howdah.Charms.PgbouncerK8s;

/// <summary>The layer of the workload container: PgBouncer and the follower beside it.</summary>
internal static class PgbouncerLayer
{
    internal const string Pooler = "pgbouncer";
    internal const string Follower = "follower";

    internal static Layer Of(string executable, string address) => new()
    {
        Services = new Dictionary<string, Service>(StringComparer.Ordinal)
        {
            [Pooler] = Run($"pgbouncer {WorkloadPaths.Ini}", "PgBouncer") with
            {
                OnCheckFailure = new Dictionary<string, ServiceAction>(StringComparer.Ordinal) { [Pooler] = ServiceAction.Restart },
            },
            [Follower] = Run($"{executable} {Following.Follower.EntryPoint} {WorkloadPaths.Follower}", "leads the pools to the primary") with
            {
                KillDelay = TimeSpan.FromMilliseconds(500),
                OnCheckFailure = new Dictionary<string, ServiceAction>(StringComparer.Ordinal) { [Follower] = ServiceAction.Restart },
            },
        },
        Checks = new Dictionary<string, Check>(StringComparer.Ordinal)
        {
            [Pooler] = new()
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(3),
                Timeout = TimeSpan.FromSeconds(2),
                Threshold = 3,
                Tcp = new(WorkloadPaths.Port, address),
            },

            // A follower that hangs while the pools stand still is found out and replaced within the 5 s that they may.
            [Follower] = new()
            {
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromMilliseconds(900),
                Threshold = 2,
                Exec = new(string.Create(
                    CultureInfo.InvariantCulture,
                    $"find {WorkloadPaths.Heartbeat} -not -newermt '-{3 * Following.Follower.Heartbeat.TotalSeconds:0.0} seconds' -exec false {{}} +")),
            },
        },
    };

    private static Service Run(string command, string summary) => new(command)
    {
        Summary = summary,
        Enabled = true,
        User = WorkloadPaths.User,
        Group = WorkloadPaths.User,
        OnSuccess = ServiceAction.Restart,
        OnFailure = ServiceAction.Restart,
        BackoffDelay = TimeSpan.FromMilliseconds(100),
        BackoffLimit = TimeSpan.FromSeconds(5),
    };
}
