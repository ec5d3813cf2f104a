using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>The group <c>optimizer</c>.</summary>
internal static class OptimizerOptions
{
    // PostgreSQL's largest cost is the largest double.
    private const double MostCost = double.MaxValue;
    private const long MostPages = 715_827_882;

    internal static IReadOnlyList<Option> All { get; } =
    [
        Choice("optimizer_constraint_exclusion", "partition", ["on", "off", "partition"], "Tables that a check constraint rules out are left out."),
        Cost("cpu_index_tuple_cost", 0.005, "an entry of an index"),
        Cost("cpu_operator_cost", 0.0025, "an operator or a function"),
        Cost("cpu_tuple_cost", 0.01, "a row"),
        Number("optimizer_cursor_tuple_fraction", 0.1, 0, 1, "Which part of a cursor's rows is expected to be fetched."),
        Integer("optimizer_default_statistics_target", 100, 1, 10_000, "", "How detailed the statistics of a column are."),
        Plan("async_append", true, "scans of foreign tables side by side"),
        Plan("bitmapscan", true, "bitmap scans"),
        Plan("gathermerge", true, "sorted results of parallel workers"),
        Plan("hashagg", true, "aggregates over a hash table"),
        Plan("hashjoin", true, "joins over a hash table"),
        Plan("incremental_sort", true, "sorts of what is sorted in part"),
        Plan("indexonlyscan", true, "scans that read an index alone"),
        Plan("indexscan", true, "index scans"),
        Plan("material", true, "intermediate results kept for a second reading"),
        Plan("memoize", true, "results of inner sides kept by their keys"),
        Plan("mergejoin", true, "joins of sorted inputs"),
        Plan("nestloop", true, "nested loops"),
        Plan("parallel_append", true, "members of an append read by different workers"),
        Plan("parallel_hash", true, "hash tables that workers build together"),
        Plan("partition_pruning", true, "leaving out partitions that cannot match"),
        Plan("partitionwise_aggregate", false, "aggregates of each partition alone"),
        Plan("partitionwise_join", false, "joins of partition with partition"),
        Plan("seqscan", true, "sequential scans"),
        Plan("sort", true, "explicit sorts"),
        Plan("tidscan", true, "scans by the place of a row"),
        Integer("optimizer_from_collapse_limit", 8, 1, int.MaxValue, "", "Up to how many tables a subquery is merged into its outer query."),
        Switch("optimizer_geqo", true, "Joins of many tables are planned by genetic search."),
        Integer("optimizer_geqo_effort", 5, 1, 10, "", "How hard genetic search tries."),
        Integer("optimizer_geqo_generations", 0, 0, int.MaxValue, "", "Its generations; 0 for a fitting number."),
        Integer("optimizer_geqo_pool_size", 0, 0, int.MaxValue, "", "Its population; 0 for a fitting number."),
        Number("optimizer_geqo_seed", 0, 0, 1, "Where its random numbers start."),
        Number("optimizer_geqo_selection_bias", 2, 1.5, 2, "Its selective pressure."),
        Integer("optimizer_geqo_threshold", 12, 2, int.MaxValue, "", "From how many tables on it is used."),
        Switch("optimizer_jit", true, "Expressions of costly queries are compiled."),
        Number("optimizer_jit_above_cost", 100_000, -1, MostCost, "From which cost on; -1 never."),
        Number("optimizer_jit_inline_above_cost", 500_000, -1, MostCost, "From which cost on functions are compiled in; -1 never."),
        Number("optimizer_jit_optimize_above_cost", 500_000, -1, MostCost, "From which cost on the compiler optimizes; -1 never."),
        Integer("optimizer_join_collapse_limit", 8, 1, int.MaxValue, "", "Up to how many tables the order of explicit joins is chosen freely."),
        Integer("optimizer_min_parallel_index_scan_size", 64, 0, MostPages, "pages of 8 kB", "From which size on an index is scanned in parallel."),
        Integer("optimizer_min_parallel_table_scan_size", 1024, 0, MostPages, "pages of 8 kB", "From which size on a table is scanned in parallel."),
        Number("optimizer_parallel_setup_cost", 1000, 0, MostCost, "What starting workers is thought to cost."),
        Number("optimizer_parallel_tuple_cost", 0.1, 0, MostCost, "What handing a row over between workers is thought to cost."),
        Choice("optimizer_pg_stat_statements_track", "top", ["none", "top", "all"], "Which statements are counted.").Sets("pg_stat_statements.track"),
        Switch("optimizer_pg_stat_statements_track_utility", true, "Statements other than queries and changes are counted too.")
            .Sets("pg_stat_statements.track_utility"),
        Switch("optimizer_pg_stat_statements_save", false, "The counts outlive a restart.").Sets("pg_stat_statements.save"),
        Switch("optimizer_track_io_timing", false, "Reading and writing of data is timed."),
        Switch("optimizer_track_wal_io_timing", false, "Writing of the write-ahead log is timed."),
        Choice("optimizer_track_functions", "none", ["none", "pl", "all"], "Which functions are counted and timed; the same as logging_track_functions."),
    ];

    private static NumberOption Cost(string parameter, double standard, string what) =>
        Number("optimizer_" + parameter, standard, 0, MostCost, $"What {what} is thought to cost; a page read in order costs 1.");

    private static SwitchOption Plan(string name, bool standard, string what) =>
        Switch("optimizer_enable_" + name, standard, $"Plans may have {what}.");
}
