using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>Turns options into parameters of PostgreSQL, which all members share.</summary>
internal static class PostgresqlParameters
{
    /// <summary>
    /// A parameter that PostgreSQL carries and does not look at: which configuration a member has taken. Patroni reloads PostgreSQL when
    /// it changes, and tells the charm.
    /// </summary>
    internal const string Mark = "howdah.configuration";

    private const int PageSize = 8192;
    private const int MostWorkers = 8;

    /// <summary>What every cluster runs with, whatever its options say.</summary>
    internal static IReadOnlyDictionary<string, string> Fixed { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["archive_command"] = "/bin/true",
        ["archive_mode"] = "on",
        ["autovacuum"] = "on",
        ["hot_standby"] = "on",
        ["log_autovacuum_min_duration"] = "60000",
        ["log_checkpoints"] = "on",
        ["log_line_prefix"] = "%t [%p]: user=%u,db=%d,app=%a,client=%h,line=%l ",
        ["log_timezone"] = "UTC",
        ["max_replication_slots"] = "25",
        ["max_wal_senders"] = "25",
        ["pg_stat_statements.max"] = "10000",
        // A standby whose slot does not exist yet would otherwise wait 5 s before it tries again.
        ["wal_retrieve_retry_interval"] = "50ms",
        ["wal_level"] = "logical",
        ["wal_log_hints"] = "on",
    };

    /// <summary>All parameters; null for one that has to be PostgreSQL's own default. The settings have been found to be allowed.</summary>
    internal static IReadOnlyDictionary<string, string?> Of(Settings settings, Resources resources)
    {
        var all = new SortedDictionary<string, string?>(Fixed.ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var option in Options.All.Where(o => o.Parameter is not null))
        {
            // Of two options for one parameter the one that is not at its default counts.
            if (!all.ContainsKey(option.Parameter!) || !IsDefault(settings, option))
            {
                all[option.Parameter!] = settings[option] is { } value ? option.Render(value) : null;
            }
        }

        SetWorkers(all, settings, resources);
        SetMemory(all, settings, resources);
        SetAudit(all, settings);
        all["max_connections"] ??= Text(Math.Max(4 * resources.Cores, 100));
        all[Mark] = Hash(all);
        return all;
    }

    /// <summary>A number of workers that was set; null for <c>auto</c>.</summary>
    internal static int? NumberOf(Settings settings, TextOption option) =>
        int.TryParse(settings[option], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The most pages that may be shared.</summary>
    internal static long MostSharedBuffers(Settings settings, Resources resources) => MemoryOf(settings, resources) / 10 * 4 / PageSize;

    /// <summary>Options that set the same parameter to different values.</summary>
    internal static IEnumerable<(string Parameter, IReadOnlyList<Option> Options)> Rivals(Settings settings) =>
        from option in Options.All
        where option.Parameter is not null && !IsDefault(settings, option)
        group option by option.Parameter into rivals
        where rivals.Select(o => settings[o]).Distinct(StringComparer.Ordinal).Skip(1).Any()
        select (rivals.Key, (IReadOnlyList<Option>)[.. rivals]);

    private static void SetWorkers(SortedDictionary<string, string?> all, Settings settings, Resources resources)
    {
        var processes = NumberOf(settings, ResourceOptions.MaxWorkerProcesses) ?? Math.Min(MostWorkers, 2 * resources.Cores);
        all["max_worker_processes"] = Text(processes);
        all["max_parallel_workers"] = Text(Math.Min(NumberOf(settings, ResourceOptions.MaxParallelWorkers) ?? processes, processes));
        foreach (var option in (TextOption[])
            [
                ResourceOptions.MaxParallelMaintenanceWorkers, ResourceOptions.MaxLogicalReplicationWorkers, ResourceOptions.MaxSyncWorkersPerSubscription,
            ])
        {
            all[option.Parameter!] = Text(NumberOf(settings, option) ?? processes);
        }
    }

    private static void SetMemory(SortedDictionary<string, string?> all, Settings settings, Resources resources)
    {
        all["effective_cache_size"] = null;
        if (settings[ResourceOptions.Profile] is not ResourceOptions.Testing)
        {
            var pages = MemoryOf(settings, resources) / PageSize;
            all["shared_buffers"] ??= Text(pages / 4);
            all["effective_cache_size"] = Text(pages - long.Parse(all["shared_buffers"]!, CultureInfo.InvariantCulture));
        }
    }

    // Parameters of a library that is not loaded are carried and not looked at.
    private static void SetAudit(SortedDictionary<string, string?> all, Settings settings)
    {
        var on = settings.Has(Plugin.All.Single(p => p.Name is "audit"));
        all["pgaudit.log"] = on ? "ROLE,DDL,MISC,MISC_SET" : null;
        all["pgaudit.log_client"] = on ? "off" : null;
        all["pgaudit.log_parameter"] = on ? "off" : null;
    }

    private static long MemoryOf(Settings settings, Resources resources) => settings[ResourceOptions.ProfileLimitMemory] is { } limit
        ? Math.Min(resources.Memory, long.Parse(limit, CultureInfo.InvariantCulture) * 1_000_000)
        : resources.Memory;

    private static bool IsDefault(Settings settings, Option option) => string.Equals(settings[option], option.Default, StringComparison.Ordinal);

    private static string Hash(IReadOnlyDictionary<string, string?> all) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all.Select(p => $"{p.Key}={p.Value}")))))[..16];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
