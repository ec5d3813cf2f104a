using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Services;

/// <summary>How long to wait before a service is started again.</summary>
internal static class Backoff
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>The delay after a former one (null: the first); growing by the factor up to the limit.</summary>
    public static TimeSpan Next(ServiceConfig service, TimeSpan? former)
    {
        var limit = service.BackoffLimitOrDefault;
        if (former is not { } delay) return service.BackoffDelay ?? _firstDelay;
        var next = delay.Ticks * (service.BackoffFactor ?? 2.0);
        return next > limit.Ticks ? limit : TimeSpan.FromTicks((long)next);
    }

    /// <summary>Adds up to a tenth, so that services that failed together don't come back together.</summary>
    public static TimeSpan WithJitter(TimeSpan delay) => delay + (delay * (Random.Shared.NextDouble() * 0.1));
}
