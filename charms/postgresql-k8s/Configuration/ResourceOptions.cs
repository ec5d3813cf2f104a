using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>The groups <c>cpu</c>, <c>memory</c>, <c>profile</c> and <c>storage</c>: what the members use of their machines.</summary>
internal static class ResourceOptions
{
    internal const string Auto = "auto";
    internal const string Testing = "testing";

    internal static TextOption MaxWorkerProcesses { get; } =
        Workers("cpu_max_worker_processes", "Background processes; auto is two for each core, at most 8.").Restarting();

    internal static TextOption MaxParallelWorkers { get; } =
        Workers("cpu_max_parallel_workers", "Of the background processes, those that may work on queries; never more than there are.");

    internal static TextOption MaxParallelMaintenanceWorkers { get; } =
        Workers("cpu_max_parallel_maintenance_workers", "Processes that build one index or vacuum one table.");

    internal static TextOption MaxLogicalReplicationWorkers { get; } =
        Workers("cpu_max_logical_replication_workers", "Processes that receive logical replication.").Restarting();

    internal static TextOption MaxSyncWorkersPerSubscription { get; } =
        Workers("cpu_max_sync_workers_per_subscription", "Processes that copy the tables of one new subscription.");

    internal static IntegerOption SharedBuffers { get; } =
        Integer("memory_shared_buffers", null, 16, 1_073_741_823, "pages of 8 kB",
            "Memory for data pages that all sessions share; at most 40 % of the memory. Unset, the profile decides.").Restarting();

    internal static ChoiceOption Profile { get; } =
        Choice("profile", "production", ["production", Testing],
            "production: a quarter of the memory for data pages, and plans that count on the rest. testing: PostgreSQL's own small defaults.")
            .Sets(null).Restarting();

    internal static IntegerOption ProfileLimitMemory { get; } =
        Integer("profile_limit_memory", null, 128, 9_999_999, "MB", "The memory that is counted on; unset, all that the container may use.")
            .Sets(null).Restarting();

    /// <summary>
    /// What a new cluster is made with. All else follows when it runs, for PostgreSQL can then be asked whether it would start.
    /// </summary>
    internal static IReadOnlyList<Option> OfNewClusters { get; } =
    [
        MaxWorkerProcesses, MaxParallelWorkers, MaxParallelMaintenanceWorkers, MaxLogicalReplicationWorkers, MaxSyncWorkersPerSubscription,
        SharedBuffers, Profile, ProfileLimitMemory,
    ];

    internal static IReadOnlyList<Option> All { get; } =
    [
        Switch("cpu_parallel_leader_participation", true, "The process that collects a parallel query's rows works on it too."),
        MaxLogicalReplicationWorkers,
        MaxParallelMaintenanceWorkers,
        MaxParallelWorkers,
        MaxSyncWorkersPerSubscription,
        MaxWorkerProcesses,
        Switch("cpu_wal_compression", true, "Page images in the write-ahead log are compressed."),
        Integer("memory_maintenance_work_mem", 65_536, 1024, int.MaxValue, "kB", "Memory of a vacuum or an index build."),
        Integer("memory_max_prepared_transactions", 0, 0, 262_143, "", "Transactions that can be prepared for two-phase commit at a time.").Restarting(),
        SharedBuffers,
        Integer("memory_temp_buffers", 1024, 100, 1_073_741_823, "pages of 8 kB", "Memory of one session's temporary tables."),
        Integer("memory_work_mem", 4096, 64, int.MaxValue, "kB", "Memory of one sort or hash; a query may have several."),
        Profile,
        ProfileLimitMemory,
        Integer("storage_bgwriter_lru_maxpages", 100, 0, 1_073_741_823, "pages", "Pages that the background writer writes in one round."),
        Number("storage_bgwriter_lru_multiplier", 2, 0, 10, "How many clean pages it makes for each that was wanted lately."),
        Text("storage_default_table_access_method", "heap", "NAME of a table access method in pg_am", "How new tables are stored."),
        Integer("storage_gin_pending_list_limit", 4096, 64, int.MaxValue, "kB", "Changes of a GIN index that wait to be merged."),
        Switch("storage_hot_standby_feedback", false, "Standbys keep the primary from removing rows that their queries still see."),
        Integer("storage_old_snapshot_threshold", -1, -1, 86_400, "min", "After this time a query may fail rather than keep dead rows; -1 never.").Restarting(),
    ];

    private static TextOption Workers(string name, string description) => Text(name, Auto, "auto, or a number from 2 to ten for each core", description)
        with { Fits = value => value is Auto || GeneralOptions.IsNumberFrom(2, value) };
}
