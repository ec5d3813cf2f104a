using Howdah.Server.Client.Status;

namespace Howdah.Cli.Tests.StatusView;

/// <summary>A model as it looks a few seconds after its deployment.</summary>
internal static class Samples
{
    /// <summary>Two units of PostgreSQL, one of them at work, and one etcd.</summary>
    public static FullStatus Status() => new()
    {
        Model = new ModelStatus
        {
            Name = "default",
            Controller = "howdah",
            Cloud = "machine",
            Region = "localhost",
            Version = "3.6.14",
            Status = new StatusValue("available") { Since = "24 Feb 2025 12:03:17+13:00" },
        },
        Applications = new SortedDictionary<string, ApplicationStatus>(StringComparer.Ordinal)
        {
            ["etcd"] = Application("etcd", new StatusValue("active") { Since = "24 Feb 2025 12:03:17+13:00" }, 1, new(StringComparer.Ordinal)
            {
                ["etcd/0"] = Unit("active", null, "idle", null) with { Leader = true, Address = "127.64.0.1", ProviderId = "etcd-0" },
            }),
            ["postgresql-k8s"] = Application("postgresql-k8s", new StatusValue("maintenance") { Message = "joining" }, 3, new(StringComparer.Ordinal)
            {
                ["postgresql-k8s/0"] = Unit("active", "Primary", "idle", null) with
                {
                    Leader = true, Address = "127.64.0.2", ProviderId = "postgresql-k8s-0", OpenPorts = ["5432/tcp", "8008/tcp"],
                },
                ["postgresql-k8s/1"] = Unit("maintenance", "joining", "executing", "running database-relation-changed hook for data-integrator/0"),
            }) with
            {
                Version = "15.10",
                Relations = new Dictionary<string, IReadOnlyList<RelatedApplication>>(StringComparer.Ordinal)
                {
                    ["etcd"] = [new RelatedApplication { Application = "etcd", Interface = "etcd_client" }],
                },
            },
        },
        Relations = [new RelationStatus(1, "etcd:client", "postgresql-k8s:etcd", "etcd_client", "regular", null)],
        Controller = new ControllerStatus("12:04:55+13:00"),
    };

    private static ApplicationStatus Application(string name, StatusValue status, int scale, Dictionary<string, UnitStatus> units) => new()
    {
        Charm = $"local:{name}-0",
        CharmName = name,
        Scale = scale,
        Status = status,
        Units = units,
    };

    /// <summary>A unit with what its charm says and what its agent does.</summary>
    public static UnitStatus Unit(string workload, string? message, string agent, string? doing) => new()
    {
        Workload = new StatusValue(workload) { Message = message, Since = "24 Feb 2025 12:03:17+13:00" },
        Agent = new StatusValue(agent) { Message = doing, Since = "24 Feb 2025 12:03:17+13:00", Version = "3.6.14" },
    };
}
