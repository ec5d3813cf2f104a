using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>Puts layers on top of each other by their override policies.</summary>
internal static class Combiner
{
    /// <summary>Combines layers, lowest first, and checks the result.</summary>
    /// <exception cref="PlanException">A layer lacks a policy, or the combined plan is not valid.</exception>
    public static CombinedPlan Combine(IReadOnlyList<Layer> layers)
    {
        var plan = new CombinedPlan(layers, Layer.Named<ServiceConfig>(), Layer.Named<CheckConfig>(), Layer.Named<LogTarget>(),
            Layer.Named<Workload>(), layers.LastOrDefault(l => l.PairingMode is not null)?.PairingMode);
        foreach (var layer in layers)
        {
            Apply(layer, "service", plan.Services, layer.Services, s => s.Override, (old, later) => old.Merge(later));
            Apply(layer, "check", plan.Checks, layer.Checks, c => c.Override, (old, later) => old.Merge(later));
            Apply(layer, "log target", plan.LogTargets, layer.LogTargets, t => t.Override, (old, later) => old.Merge(later));
            Apply(layer, "workload", plan.Workloads, layer.Workloads, w => w.Override, (old, later) => old.Merge(later));
        }
        PlanValidator.Validate(plan);
        return plan;
    }

    /// <summary>Merges a layer into an earlier one of the same label, in place.</summary>
    public static Layer Fold(Layer earlier, Layer later)
    {
        var result = earlier with
        {
            Summary = later.Summary ?? earlier.Summary,
            Description = later.Description ?? earlier.Description,
            Services = new(earlier.Services, StringComparer.Ordinal),
            Checks = new(earlier.Checks, StringComparer.Ordinal),
            LogTargets = new(earlier.LogTargets, StringComparer.Ordinal),
            Workloads = new(earlier.Workloads, StringComparer.Ordinal),
            PairingMode = later.PairingMode ?? earlier.PairingMode,
        };
        Apply(later, "service", result.Services, later.Services, s => s.Override, (old, l) => old.Merge(l));
        Apply(later, "check", result.Checks, later.Checks, c => c.Override, (old, l) => old.Merge(l));
        Apply(later, "log target", result.LogTargets, later.LogTargets, t => t.Override, (old, l) => old.Merge(l));
        Apply(later, "workload", result.Workloads, later.Workloads, w => w.Override, (old, l) => old.Merge(l));
        return result;
    }

    private static void Apply<T>(Layer layer, string kind, SortedDictionary<string, T> into, SortedDictionary<string, T> from,
        Func<T, string?> policy, Func<T, T, T> merge)
    {
        foreach (var (name, entry) in from)
        {
            into[name] = policy(entry) switch
            {
                "replace" => entry,
                "merge" => into.TryGetValue(name, out var old) ? merge(old, entry) : entry,
                null or "" => throw new PlanException($"layer {GoQuote.Quote(layer.Label)} must define \"override\" for {kind} {GoQuote.Quote(name)}"),
                _ => throw new PlanException($"layer {GoQuote.Quote(layer.Label)} has invalid \"override\" value for {kind} {GoQuote.Quote(name)}"),
            };
        }
    }
}
