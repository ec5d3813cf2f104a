using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>The layer of the workload container: the guard, which runs Patroni, and the check that finds it hung.</summary>
internal static class WorkloadLayer
{
    internal const string Service = "postgresql";
    internal const string Check = "patroni";

    // The guard kills what does not stop in time; Pebble's own SIGKILL would leave PostgreSQL behind, so it comes later.
    private static readonly TimeSpan KillDelay = TimeSpan.FromSeconds(45);

    internal static Layer Of(string guardExecutable, string address) => new()
    {
        Services = new Dictionary<string, Service>(StringComparer.Ordinal)
        {
            [Service] = new($"{guardExecutable} {PatroniGuard.EntryPoint} --config {WorkloadPaths.Guard}")
            {
                Summary = "Patroni and PostgreSQL under their guard",
                Enabled = true,
                User = WorkloadPaths.User,
                Group = WorkloadPaths.User,
                OnSuccess = ServiceAction.Restart,
                OnFailure = ServiceAction.Restart,
                OnCheckFailure = new Dictionary<string, ServiceAction>(StringComparer.Ordinal) { [Check] = ServiceAction.Restart },
                BackoffDelay = TimeSpan.FromMilliseconds(200),
                BackoffFactor = 2,
                BackoffLimit = TimeSpan.FromSeconds(10),
                KillDelay = KillDelay,
            },
        },
        Checks = new Dictionary<string, Check>(StringComparer.Ordinal)
        {
            [Check] = new()
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(1),
                Threshold = 4,
                Http = new(LivenessUrl(address)),
            },

            // Its failure and its recovery tell the charm, however long a member takes to come back.
            ["postgresql"] = new()
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(1),
                Threshold = 2,
                Http = new(RestUrl(address, "health")),
            },
            ["volume"] = new()
            {
                Period = TimeSpan.FromSeconds(10),
                Timeout = TimeSpan.FromSeconds(2),
                Threshold = 1,
                Exec = new($"{guardExecutable} {VolumeCheck.EntryPoint} {WorkloadPaths.Storage}") { User = WorkloadPaths.User },
            },
            ["streaming"] = new()
            {
                Period = TimeSpan.FromSeconds(3),
                Timeout = TimeSpan.FromSeconds(2),
                Threshold = 2,
                Exec = new($"{guardExecutable} {StreamingCheck.EntryPoint} --config {WorkloadPaths.Guard}") { User = WorkloadPaths.User },
            },
        },
    };

    /// <summary>Answers 200 while Patroni does its work.</summary>
    internal static string LivenessUrl(string address) => RestUrl(address, "liveness");

    private static string RestUrl(string address, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{address}:{Ports.Patroni}/{path}");
}
