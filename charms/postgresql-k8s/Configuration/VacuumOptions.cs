using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>The group <c>vacuum</c>.</summary>
internal static class VacuumOptions
{
    internal static IReadOnlyList<Option> All { get; } =
    [
        Number("vacuum_autovacuum_analyze_scale_factor", 0.1, 0, 100, "Part of a table that has changed, beyond the threshold, before it is analyzed."),
        Integer("vacuum_autovacuum_analyze_threshold", 50, 0, int.MaxValue, "rows", "Changed rows before a table is analyzed."),
        Integer("vacuum_autovacuum_freeze_max_age", 200_000_000, 100_000, 2_000_000_000, "transactions",
            "Age at which a table is vacuumed in any case.").Restarting(),
        Integer("vacuum_autovacuum_naptime", 60, 1, 2_147_483, "s", "Pause between two rounds in a database."),
        Number("vacuum_autovacuum_vacuum_cost_delay", 2, -1, 100, "Rest of an automatic vacuum after its share of work, in ms; -1 as vacuum_cost_delay."),
        Integer("vacuum_autovacuum_vacuum_cost_limit", -1, -1, 10_000, "", "Its share of work; -1 as vacuum_cost_limit."),
        Number("vacuum_autovacuum_vacuum_insert_scale_factor", 0.2, 0, 100, "Part of a table that was added, beyond the threshold, before it is vacuumed."),
        Integer("vacuum_autovacuum_vacuum_insert_threshold", 1000, -1, int.MaxValue, "rows", "Added rows before a table is vacuumed; -1 never."),
        Number("vacuum_autovacuum_vacuum_scale_factor", 0.2, 0, 100, "Part of a table that is dead, beyond the threshold, before it is vacuumed."),
        Integer("vacuum_autovacuum_vacuum_threshold", 50, 0, int.MaxValue, "rows", "Dead rows before a table is vacuumed."),
        Number("vacuum_vacuum_cost_delay", 0, 0, 100, "Rest of a vacuum after its share of work, in ms; 0 none."),
        Integer("vacuum_vacuum_cost_limit", 200, 1, 10_000, "", "Its share of work, in the costs below."),
        Integer("vacuum_vacuum_cost_page_dirty", 20, 0, 10_000, "", "Cost of making a clean page dirty."),
        Integer("vacuum_vacuum_cost_page_hit", 1, 0, 10_000, "", "Cost of a page that is in memory."),
        Integer("vacuum_vacuum_cost_page_miss", 2, 0, 10_000, "", "Cost of a page that is read."),
        Integer("vacuum_vacuum_failsafe_age", 1_600_000_000, 0, 2_100_000_000, "transactions", "Age at which a vacuum hurries and leaves indexes alone."),
        Integer("vacuum_vacuum_freeze_min_age", 50_000_000, 0, 1_000_000_000, "transactions", "Age at which a row is frozen."),
        Integer("vacuum_vacuum_freeze_table_age", 150_000_000, 0, 2_000_000_000, "transactions", "Age at which a whole table is looked through."),
        Integer("vacuum_vacuum_multixact_failsafe_age", 1_600_000_000, 0, 2_100_000_000, "multixacts",
            "Age of row locks at which a vacuum hurries and leaves indexes alone."),
        Integer("vacuum_vacuum_multixact_freeze_min_age", 5_000_000, 0, 1_000_000_000, "multixacts", "Age of row locks at which they are replaced."),
        Integer("vacuum_vacuum_multixact_freeze_table_age", 150_000_000, 0, 2_000_000_000, "multixacts",
            "Age of row locks at which a whole table is looked through."),
    ];
}
