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

    /// <summary>The layer.</summary>
    /// <param name="guardExecutable">The guard.</param>
    /// <param name="address">Where Patroni listens.</param>
    /// <param name="checksTls">Whether Patroni may speak TLS; then our own check asks, both ways.</param>
    /// <param name="requiresTls">Whether TLS is the way to try first.</param>
    internal static Layer Of(string guardExecutable, string address, bool checksTls, bool requiresTls) => new()
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
            [Check] = new Check
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(1),
                Threshold = 4,
            }.Asking(RestUrl(address, "liveness", requiresTls), guardExecutable, checksTls),

            // Its failure and its recovery tell the charm, however long a member takes to come back.
            ["postgresql"] = new Check
            {
                Level = CheckLevel.Ready,
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(1),
                Threshold = 2,
            }.Asking(RestUrl(address, "health", requiresTls), guardExecutable, checksTls),
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
    internal static string LivenessUrl(string address) => RestUrl(address, "liveness", isTls: false);

    // The check trusts nobody's word, so it needs not read the machine's CAs, which would take four times as long as all the rest.
    private static Dictionary<string, string> WithoutAuthorities { get; } =
        new(StringComparer.Ordinal) { ["SSL_CERT_DIR"] = "/dev/null", ["SSL_CERT_FILE"] = "/dev/null" };

    // No check of Pebble's can be told of a CA. A process for each run costs more than a connection, so it runs half as often and the same
    // time passes until it has failed.
    private static Check Asking(this Check check, string url, string executable, bool checksTls) => checksTls
        ? check with
        {
            Period = TimeSpan.FromSeconds(2),
            Timeout = TimeSpan.FromSeconds(1.8),
            Threshold = 2,
            Exec = new($"{executable} {RestCheck.EntryPoint} {url}") { User = WorkloadPaths.User, Environment = WithoutAuthorities },
        }
        : check with { Http = new(url) };

    private static string RestUrl(string address, string path, bool isTls) =>
        string.Create(CultureInfo.InvariantCulture, $"{(isTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{address}:{Ports.Patroni}/{path}");
}
