using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Forwarding;

/// <summary>Forwards the output of services to the log targets of the plan.</summary>
internal sealed class ForwardManager(ServiceManager services, TimeProvider time)
{
    private readonly Dictionary<string, TargetForwarder> _forwarders = new(StringComparer.Ordinal);

    /// <summary>Follows a change of the plan. Called by one at a time.</summary>
    public void PlanChanged(CombinedPlan plan)
    {
        foreach (var (name, target) in plan.LogTargets)
        {
            if (!_forwarders.TryGetValue(name, out var forwarder))
            {
                forwarder = new TargetForwarder(name, new LogCursor(services), time);
                _forwarders.Add(name, forwarder);
                services.Output.Add(forwarder.Added);
            }
            forwarder.PlanChanged(target, plan);
        }
    }

    /// <summary>Sends what is left and stops; after the services have ended, and with no change of the plan any more.</summary>
    public Task StopAsync()
    {
        foreach (var forwarder in _forwarders.Values) services.Output.Remove(forwarder.Added);
        return Task.WhenAll(_forwarders.Values.Select(f => f.DisposeAsync().AsTask()));
    }
}
