using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Tests.Services;

public sealed class BackoffTest
{
    [Fact]
    public void Waits_grow_by_the_factor_up_to_the_limit()
    {
        List<double> seconds = [];
        TimeSpan? delay = null;
        for (var i = 0; i < 9; i++)
        {
            delay = Backoff.Next(new ServiceConfig { Name = "a" }, delay);
            seconds.Add(delay.Value.TotalSeconds);
        }
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], seconds);
    }

    [Fact]
    public void A_service_may_set_its_own()
    {
        var service = new ServiceConfig { Name = "a", BackoffDelay = TimeSpan.FromSeconds(1), BackoffFactor = 3, BackoffLimit = TimeSpan.FromSeconds(5) };
        Assert.Equal([1, 3, 5], [Backoff.Next(service, null).TotalSeconds, Backoff.Next(service, TimeSpan.FromSeconds(1)).TotalSeconds, Backoff.Next(service, TimeSpan.FromSeconds(3)).TotalSeconds]);
    }

    [Fact]
    public void Jitter_adds_at_most_a_tenth()
    {
        var delay = TimeSpan.FromSeconds(1);
        Assert.All(Enumerable.Range(0, 100).Select(_ => Backoff.WithJitter(delay)), d => Assert.InRange(d, delay, delay * 1.1));
    }
}
