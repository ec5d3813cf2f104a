using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Testbed;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>Options, from <c>howdah config</c> to what PostgreSQL runs with on every member.</summary>
[Collection(ClusterCollection.Name)]
public sealed class OptionsIntegrationTest(ClusterFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    // Their largest values make PostgreSQL take gigabytes of shared memory for each member; see below for what becomes of those.
    private static readonly Dictionary<string, string> LargeEnough = new(StringComparer.Ordinal)
    {
        ["experimental_max_connections"] = "400",
        ["instance_max_locks_per_transaction"] = "640",
        ["memory_max_prepared_transactions"] = "1000",
        ["memory_shared_buffers"] = "32768",
    };

    private static readonly Dictionary<string, string> OtherTexts = new(StringComparer.Ordinal)
    {
        ["instance_default_text_search_config"] = "pg_catalog.english",
        ["request_date_style"] = "SQL, DMY",
        ["request_time_zone"] = "Europe/Vienna",
        ["response_lc_monetary"] = "C.UTF-8",
        ["response_lc_numeric"] = "C.UTF-8",
        ["response_lc_time"] = "C.UTF-8",
    };

    private static IEnumerable<Option> OfPostgresql => Options.All.Where(o => o.Parameter is not null);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Every_option_at_its_bounds_is_what_every_member_runs_with_and_back()
    {
        await Cluster.ConvergedAsync(3, Limit);
        var before = await ReadAsync();

        try
        {
            await SetToAsync(Least);
            await SetToAsync(Most);
        }
        finally
        {
            await ResetAsync([.. OfPostgresql.Select(o => o.Name)]);
        }

        await ShownAsync(shown => shown.Where(s => !IsSame(before[s.Key], s.Value)).Select(s => $"{s.Key} is {s.Value}, not {before[s.Key]}"));
        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);

        async Task SetToAsync(Func<Option, string?> bound)
        {
            var values = OfPostgresql.Select(o => (Option: o, Value: bound(o))).Where(o => o.Value is not null).ToDictionary(o => o.Option, o => o.Value!);
            await SetAsync([.. values.Select(v => $"{v.Key.Name}={v.Value}")]);
            await ShownAsync(shown => values
                .Where(v => !IsSame(v.Key.Render(v.Value), shown[v.Key.Parameter!]))
                .Select(v => $"{v.Key.Parameter} is {shown[v.Key.Parameter!]}, not {v.Key.Render(v.Value)}"));
            await Cluster.SettledAsync(Limit);
        }
    }

    [Fact]
    public async Task Twenty_options_at_once_under_load_are_one_rolling_restart_and_lose_nothing()
    {
        string[] changes =
        [
            "experimental_max_connections=150", "instance_max_locks_per_transaction=128", "memory_max_prepared_transactions=20",
            "memory_shared_buffers=20000", "request_track_activity_query_size=2048", "storage_old_snapshot_threshold=60",
            "vacuum_autovacuum_freeze_max_age=300000000", "cpu_max_worker_processes=6", "cpu_max_logical_replication_workers=5",
            "profile_limit_memory=2000", "memory_work_mem=5000", "memory_temp_buffers=2000", "request_lock_timeout=60000",
            "optimizer_jit=false", "optimizer_geqo_effort=6", "vacuum_vacuum_cost_limit=300", "logging_log_lock_waits=true",
            "response_extra_float_digits=2", "storage_gin_pending_list_limit=8192", "connection_authentication_timeout=50",
        ];
        await Cluster.ConvergedAsync(3, Limit);
        var started = await Cluster.StartTimesAsync();
        await using var writer = await Cluster.StartWriterAsync();
        var plan = (await Cluster.Howdah.RunAsync(["plan", .. changes])).Expect();
        await writer.FlowingAsync(Limit);
        writer.ResetGap();

        await SetAsync(changes);
        await ShownAsync(shown => shown["max_connections"] == "150" && shown["shared_buffers"] == "20000" ? [] : ["it has not restarted"]);
        await Cluster.ConvergedAsync(3, Limit);
        output.WriteLine($"writes stood still for {writer.LongestGap.TotalSeconds:0.00} s at most\n{plan}");
        await Cluster.SettledAsync(Limit);

        var now = await Cluster.StartTimesAsync();
        Assert.All(now, unit => Assert.NotEqual(started[unit.Key], unit.Value));
        Assert.Equal(3, plan.Split('\n').Count(line => line.Contains(" for ", StringComparison.Ordinal)));
        await Cluster.HoldsAllAsync(await writer.StopAsync(), Limit);

        await ResetAsync([.. changes.Select(c => c.Split('=')[0])]);
        await ShownAsync(shown => shown["max_connections"] == "100" && shown["work_mem"] == "4096" ? [] : ["it is not set back"]);
        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
    }

    [Theory]
    [InlineData("connection_authentication_timeout=0", "connection_authentication_timeout is '0'; allowed: 1 to 600 s")]
    [InlineData("request_time_zone=Nowhere", "request_time_zone is 'Nowhere' (PostgreSQL says: invalid value for parameter \"TimeZone\": \"Nowhere\")")]
    [InlineData("response_lc_time=xx_YY", "response_lc_time is 'xx_YY' (PostgreSQL says: invalid value for parameter \"lc_time\": \"xx_YY\")")]
    [InlineData("storage_default_table_access_method=nowhere", "storage_default_table_access_method is 'nowhere'; allowed: NAME of")]
    [InlineData("instance_max_locks_per_transaction=2147483647", "MB of shared memory, of at most")]
    public async Task A_value_that_cannot_be_blocks_with_the_reason_and_touches_nothing(string change, string reason)
    {
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        var (started, before) = (await Cluster.StartTimesAsync(), await ReadAsync());

        Assert.Contains(reason, (await Cluster.Howdah.RunAsync("plan", change)).Output, StringComparison.Ordinal);
        await SetAsync(change, "memory_work_mem=7777");
        await Deadline.WaitAsync("the leader is blocked", Limit, async () =>
        {
            var units = (await Cluster.Howdah.StatusAsync())["applications"]![PostgresCluster.Application]!["units"]!.AsObject();
            var status = units.Select(u => u.Value!["workload-status"]!).FirstOrDefault(s => (string?)s["current"] == "blocked");
            return ((string?)status?["message"])?.Contains(reason, StringComparison.Ordinal) == true ? null : status?.ToJsonString() ?? "none is";
        });
        Assert.Equal(started, await Cluster.StartTimesAsync());
        Assert.Equal(before, await ReadAsync());

        await ResetAsync(change.Split('=')[0], "memory_work_mem");
        await Cluster.SettledAsync(Limit);
    }

    private static string? Least(Option option) => option switch
    {
        IntegerOption o => o.Least.ToString(CultureInfo.InvariantCulture),
        NumberOption o => o.Least.ToString("R", CultureInfo.InvariantCulture),
        SwitchOption => "false",
        ChoiceOption o => o.Words[0],
        TextOption { Standard: ResourceOptions.Auto } => "2",
        _ => OtherTexts.GetValueOrDefault(option.Name),
    };

    private static string? Most(Option option) => LargeEnough.GetValueOrDefault(option.Name) ?? option switch
    {
        IntegerOption o => o.Most.ToString(CultureInfo.InvariantCulture),
        NumberOption o => o.Most.ToString("R", CultureInfo.InvariantCulture),
        SwitchOption => "true",
        ChoiceOption o => o.Words[^1],
        TextOption { Standard: ResourceOptions.Auto } => (10 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture),
        _ => option.Default,
    };

    // PostgreSQL writes 1e+06 where we write 1000000, and names what "on" stands for.
    private static bool IsSame(string wanted, string shown) =>
        string.Equals(wanted, shown, StringComparison.Ordinal) || (wanted, shown) is ("on", "pglz")
        || (double.TryParse(wanted, CultureInfo.InvariantCulture, out var a) && double.TryParse(shown, CultureInfo.InvariantCulture, out var b)
            && Math.Abs(a - b) <= Math.Abs(a) * 1e-5);

    private async Task SetAsync(params string[] changes) =>
        (await Cluster.Howdah.RunAsync(["config", PostgresCluster.Application, .. changes])).Expect();

    private async Task ResetAsync(params string[] names) =>
        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "--reset", string.Join(',', names))).Expect();

    private async Task ShownAsync(Func<Dictionary<string, string>, IEnumerable<string>> differences)
    {
        foreach (var (unit, address) in await Cluster.UnitsAsync())
        {
            await Deadline.WaitAsync($"{unit} runs with the options", Limit, async () =>
                string.Join("; ", differences(await ReadAsync(address))) is { Length: > 0 } text ? text : null);
        }
    }

    private async Task<Dictionary<string, string>> ReadAsync(string? address = null)
    {
        var names = string.Join(", ", OfPostgresql.Select(o => $"'{o.Parameter!.ToLowerInvariant()}'").Distinct(StringComparer.Ordinal));
        // What a client's session starts with: the superuser has values of its own for some.
        var rows = await Cluster.AskAsync(
            address ?? (await Cluster.AddressesAsync())[0],
            $"select name || '=' || case when source = 'user' then boot.setting else s.setting end from pg_settings s, lateral (select coalesce((select f.setting from pg_file_settings f where f.name = s.name order by f.seqno desc limit 1), s.boot_val) as setting) boot where lower(name) in ({names})");
        return rows.Select(r => r.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
    }
}
