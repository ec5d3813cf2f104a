using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>What the kernel says of the memory and the cores of a container, as texts of its files; null for a file that is not there.</summary>
/// <param name="MemInfo"><c>/proc/meminfo</c>.</param>
/// <param name="CpuInfo"><c>/proc/cpuinfo</c>.</param>
/// <param name="MemoryLimit">Of the control group: <c>memory.max</c>, or version 1's <c>memory.limit_in_bytes</c>.</param>
/// <param name="CpuLimit">Of the control group: <c>cpu.max</c>, <c>QUOTA PERIOD</c> in microseconds.</param>
internal sealed record ResourceLimits(string? MemInfo, string? CpuInfo, string? MemoryLimit, string? CpuLimit)
{
    private const string Groups = "/sys/fs/cgroup/";
    private const long LeastMemory = 128L << 20;

    /// <summary>Reads them.</summary>
    internal static async Task<ResourceLimits> ReadAsync(Container container, CancellationToken cancellation) => new(
        await container.FindTextAsync("/proc/meminfo", cancellation),
        await container.FindTextAsync("/proc/cpuinfo", cancellation),
        await container.FindTextAsync(Groups + "memory.max", cancellation)
            ?? await container.FindTextAsync(Groups + "memory/memory.limit_in_bytes", cancellation),
        await container.FindTextAsync(Groups + "cpu.max", cancellation));

    /// <summary>The least of what the machine has and the group may use. What nothing is known of counts as little.</summary>
    internal Resources Find()
    {
        var machine = Number(MemInfo?.Split('\n').FirstOrDefault(l => l.StartsWith("MemTotal:", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1)) * 1024;
        var memory = Math.Min(machine ?? long.MaxValue, Number(MemoryLimit) ?? long.MaxValue);
        var cores = Math.Max(CpuInfo?.Split('\n').Count(l => l.StartsWith("processor", StringComparison.Ordinal)) ?? 1, 1);
        if (CpuLimit?.Split(' ') is [var quota, var period] && Number(quota) is { } most && Number(period) is { } each and > 0)
        {
            // Half a core is one that is there half of the time.
            cores = Math.Min(cores, (int)Math.Max((most + each - 1) / each, 1));
        }

        return new(memory == long.MaxValue ? LeastMemory : Math.Max(memory, LeastMemory), cores);
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
