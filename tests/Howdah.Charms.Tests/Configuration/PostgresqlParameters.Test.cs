using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Workload;

namespace Howdah.Charms.Tests.Configuration;

public sealed class PostgresqlParametersTest
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData("production", null, null, "262144", "786432")]
    [InlineData("testing", null, null, null, null)]
    [InlineData("production", "1000", null, "30517", "91553")]
    [InlineData("production", null, "16384", "16384", "1032192")]
    [InlineData("testing", null, "16384", "16384", null)]
    public void The_profile_decides_on_memory(string profile, string? limit, string? buffers, string? shared, string? cache)
    {
        var settings = new Settings(CharmFiles.Data(
            (((string, string?)[])[("profile", profile), ("profile_limit_memory", limit), ("memory_shared_buffers", buffers)])
                .Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!))));

        var parameters = PostgresqlParameters.Of(settings, new(8 * Gigabyte, 2));

        Assert.Equal(shared, parameters["shared_buffers"]);
        Assert.Equal(cache, parameters["effective_cache_size"]);
    }

    [Theory]
    [InlineData(1, "auto", "auto", "2", "2", "100")]
    [InlineData(2, "auto", "auto", "4", "4", "100")]
    [InlineData(64, "auto", "auto", "8", "8", "256")]
    [InlineData(4, "20", "6", "20", "6", "100")]
    [InlineData(4, "4", "6", "4", "4", "100")]
    public void Cores_decide_on_workers_and_connections(int cores, string processes, string parallel, string wantedProcesses, string wantedParallel, string connections)
    {
        var settings = new Settings(CharmFiles.Data(("cpu_max_worker_processes", processes), ("cpu_max_parallel_workers", parallel)));

        var parameters = PostgresqlParameters.Of(settings, new(Gigabyte, cores));

        Assert.Equal(wantedProcesses, parameters["max_worker_processes"]);
        Assert.Equal(wantedProcesses, parameters["max_logical_replication_workers"]);
        Assert.Equal(wantedParallel, parameters["max_parallel_workers"]);
        Assert.Equal(connections, parameters["max_connections"]);
    }

    [Fact]
    public void Another_value_gives_another_mark_and_the_same_the_same()
    {
        var machine = new Resources(Gigabyte, 2);
        var mark = PostgresqlParameters.Of(Settings.Defaults, machine)[PostgresqlParameters.Mark];

        Assert.Equal(mark, PostgresqlParameters.Of(new(CharmFiles.Data(("memory_work_mem", "4096"))), machine)[PostgresqlParameters.Mark]);
        Assert.NotEqual(mark, PostgresqlParameters.Of(new(CharmFiles.Data(("memory_work_mem", "4097"))), machine)[PostgresqlParameters.Mark]);
    }

    [Theory]
    [InlineData(null, null, 16 * Gigabyte, 3)]
    [InlineData("max", "max 100000", 16 * Gigabyte, 3)]
    [InlineData("1610612736\n", "50000 100000\n", 1_610_612_736, 1)]
    [InlineData("9223372036854771712", "250000 100000", 16 * Gigabyte, 3)]
    [InlineData(null, "150000 100000", 16 * Gigabyte, 2)]
    public void The_kernels_limits_are_what_counts(string? memory, string? cpu, long bytes, int cores)
    {
        var limits = new ResourceLimits("MemTotal:       16777216 kB\nMemFree: 1 kB\n", "processor\t: 0\n\nprocessor\t: 1\nprocessor\t: 2\n", memory, cpu);

        Assert.Equal(new Resources(bytes, cores), limits.Find());
    }

    [Theory]
    [InlineData("2026-11-26 GMT [1] FATAL:  invalid value for parameter \"TimeZone\": \"Foo\"", "request_time_zone is 'Foo' (PostgreSQL says: invalid value for parameter \"TimeZone\": \"Foo\"); allowed: NAME of pg_timezone_names")]
    [InlineData("postgres: superuser_reserved_connections (200) must be less than max_connections (100)",
        "PostgreSQL would not start with these options: postgres: superuser_reserved_connections (200) must be less than max_connections (100)")]
    public void What_PostgreSQL_says_names_the_option(string words, string text) => Assert.Equal(
        text, StartCheck.Explain($"2026-11-26 LOG:  skipping\n{words}\n", new(CharmFiles.Data(("request_time_zone", "Foo")))).Text);
}
