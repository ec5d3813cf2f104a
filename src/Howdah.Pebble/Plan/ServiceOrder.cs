using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>Which services go together (<c>requires</c>), in what order (<c>after</c>, <c>before</c>), and in which lanes.</summary>
internal static class ServiceOrder
{
    /// <summary>The named services and what they require, in start order, grouped in lanes.</summary>
    /// <exception cref="PlanException">A service is unknown, or the order has a loop.</exception>
    public static List<List<string>> StartLanes(CombinedPlan plan, IEnumerable<string> names) =>
        Lanes(plan.Services, Sort(plan.Services, Closure(plan.Services, names, (services, name) => services[name].Requires), reversed: false));

    /// <summary>The named services and what requires them, in stop order, grouped in lanes.</summary>
    public static List<List<string>> StopLanes(CombinedPlan plan, IEnumerable<string> names) =>
        Lanes(plan.Services, Sort(plan.Services, Closure(plan.Services, names, Dependents), reversed: true));

    /// <summary>Just the named services, in stop order, grouped in lanes.</summary>
    public static List<List<string>> StopLanesOfOnly(CombinedPlan plan, IEnumerable<string> names) =>
        Lanes(plan.Services, Sort(plan.Services, Closure(plan.Services, names, (_, _) => []), reversed: true));

    /// <summary>Refuses unknown requirements and loops.</summary>
    public static void Check(SortedDictionary<string, ServiceConfig> services) =>
        Sort(services, Closure(services, services.Keys, (all, name) => all[name].Requires), reversed: false);

    private static IEnumerable<string> Dependents(SortedDictionary<string, ServiceConfig> services, string name) =>
        services.Values.Where(s => s.Requires.Contains(name, StringComparer.Ordinal)).Select(s => s.Name);

    private static SortedSet<string> Closure(SortedDictionary<string, ServiceConfig> services, IEnumerable<string> names,
        Func<SortedDictionary<string, ServiceConfig>, string, IEnumerable<string>> next)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            if (!services.ContainsKey(name)) throw new PlanException($"service {GoQuote.Quote(name)} does not exist");
            if (!found.Add(name)) continue;
            foreach (var other in next(services, name)) open.Push(other);
        }
        return found;
    }

    // Repeatedly takes, in name order, what has no predecessor left in the set: the result is a topological order that does
    // not depend on how the plan was written.
    private static List<string> Sort(SortedDictionary<string, ServiceConfig> services, SortedSet<string> names, bool reversed)
    {
        var predecessors = names.ToDictionary(n => n, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        void Edge(string first, string second)
        {
            if (!names.Contains(first) || !names.Contains(second)) return;
            if (reversed) predecessors[first].Add(second);
            else predecessors[second].Add(first);
        }
        foreach (var name in names)
        {
            foreach (var other in services[name].After) Edge(other, name);
            foreach (var other in services[name].Before) Edge(name, other);
        }
        List<string> order = [];
        var left = new SortedSet<string>(names, StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(n => !predecessors[n].Overlaps(left))
                ?? throw new PlanException($"services in before/after loop: {string.Join(", ", InLoop(left, predecessors))}");
            order.Add(next);
            left.Remove(next);
        }
        return order;
    }

    private static SortedSet<string> InLoop(SortedSet<string> left, Dictionary<string, HashSet<string>> predecessors)
    {
        // What only follows a loop is not in it: drop, again and again, those that nothing left waits for.
        var loop = new SortedSet<string>(left, StringComparer.Ordinal);
        while (loop.FirstOrDefault(n => !loop.Any(m => predecessors[m].Contains(n))) is { } leaf) loop.Remove(leaf);
        return loop;
    }

    private static List<List<string>> Lanes(SortedDictionary<string, ServiceConfig> services, List<string> order)
    {
        // The reference numbers lanes one after the other and can give one number twice; joining by `requires` alone cannot.
        var lane = order.ToDictionary(n => n, n => n, StringComparer.Ordinal);
        string Root(string name)
        {
            while (!string.Equals(lane[name], name, StringComparison.Ordinal)) name = lane[name];
            return name;
        }
        foreach (var name in order)
        {
            foreach (var required in services[name].Requires.Where(lane.ContainsKey)) lane[Root(required)] = Root(name);
        }
        return [.. order.GroupBy(Root, StringComparer.Ordinal).Select(g => g.ToList())];
    }
}
