using Howdah.Pebble.Services;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>Holds the layers and the plan that they make; a change is taken whole or not at all.</summary>
internal sealed class PlanManager
{
    private readonly Lock _gate = new();
    private volatile CombinedPlan _current = CombinedPlan.Empty;

    /// <summary>Told after a change, one at a time, with the new plan.</summary>
    public Listeners<CombinedPlan> Changed { get; } = new();

    public CombinedPlan Current => _current;

    /// <summary>Loads the layers of a folder.</summary>
    /// <exception cref="PlanException">They make no valid plan.</exception>
    public void Load(string folder) => Replace(_ => LayerFolder.Read(folder), atStart: true);

    /// <summary>Adds a layer, or merges it into the one of the same label.</summary>
    /// <exception cref="PlanException">The layer is refused; nothing has changed.</exception>
    /// <exception cref="LayerPositionException">It would have to go below others and <paramref name="inner"/> is not set.</exception>
    public void Add(Layer layer, bool combine, bool inner) => Replace(layers =>
    {
        var index = layers.FindIndex(l => string.Equals(l.Label, layer.Label, StringComparison.Ordinal));
        if (index >= 0 && !combine) throw new PlanException($"layer {GoQuote.Quote(layer.Label)} already exists");
        if (index >= 0)
        {
            layers[index] = Combiner.Fold(layers[index], layer);
            return layers;
        }
        var (position, order) = Place(layers, layer.Label, inner);
        layers.Insert(position, layer with { Order = order });
        return layers;
    });

    /// <summary>Puts extra arguments of services on top, as one layer.</summary>
    /// <exception cref="PlanException">A service is not in the plan.</exception>
    public void SetArguments(IReadOnlyDictionary<string, IReadOnlyList<string>> arguments) => Replace(layers =>
    {
        var top = new Layer { Label = "pebble-service-args", Order = ((layers.LastOrDefault()?.Order ?? 0) / 1000 * 1000) + 1000 };
        foreach (var (name, extra) in arguments)
        {
            if (!Current.Services.TryGetValue(name, out var service)) throw new PlanException($"service {GoQuote.Quote(name)} not found in plan");
            var command = ServiceCommand.Parse(service.Command!) with { Extra = extra };
            top.Services[name] = new ServiceConfig { Name = name, Override = "merge", Command = command.ToString() };
        }
        layers.Add(top);
        return layers;
    });

    private static (int Position, int Order) Place(List<Layer> layers, string label, bool inner)
    {
        var slash = label.IndexOf('/', StringComparison.Ordinal);
        var last = slash < 0 ? -1 : layers.FindLastIndex(l => l.Label.StartsWith(label[..(slash + 1)], StringComparison.Ordinal)
            || string.Equals(l.Label, label[..slash], StringComparison.Ordinal));
        if (last < 0)
        {
            var top = layers.Count == 0 ? 0 : layers[^1].Order;
            return (layers.Count, ((top / 1000) + 1) * 1000 + (slash < 0 ? 0 : 1));
        }
        if (last < layers.Count - 1 && !inner) throw new LayerPositionException();
        return (last + 1, layers[last].Order + 1);
    }

    private void Replace(Func<List<Layer>, List<Layer>> change, bool atStart = false)
    {
        lock (_gate)
        {
            var before = _current;
            var plan = Combiner.Combine(change([.. before.Layers]));
            if (!atStart && !SameWorkloads(before, plan)) throw new PlanException("cannot change immutable section \"workloads\"");
            _current = plan;
            Changed.Tell(plan);
        }
    }

    private static bool SameWorkloads(CombinedPlan before, CombinedPlan after) =>
        before.Workloads.Count == after.Workloads.Count
        && before.Workloads.Values.Zip(after.Workloads.Values).All(p => string.Equals(p.First.Name, p.Second.Name, StringComparison.Ordinal)
            && string.Equals(PlanWriter.Write(p.First), PlanWriter.Write(p.Second), StringComparison.Ordinal));
}

/// <summary>A layer of a sub-directory would have to go below others.</summary>
internal sealed class LayerPositionException() : Exception("cannot insert sub-directory layer without 'inner' attribute set");
