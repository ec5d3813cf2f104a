using Howdah.Engine.Bundles;
using Howdah.Engine.Changes;
using Howdah.Engine.CrossModel;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Deployment of bundles.</summary>
public sealed partial class ModelService
{
    internal async Task DeployBundleAsync(
        Bundle bundle, IReadOnlyDictionary<string, FoundOffer> saas, string baseDirectory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var holding = await _host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        var imported = new Dictionary<string, ImportedCharm>(StringComparer.Ordinal);
        foreach (var application in bundle.Applications.Where(application => !Snapshot.Applications.ContainsKey(application.Name)))
        {
            imported[application.Name] = Import(RequestOf(application, baseDirectory));
        }

        List<string> steps = [];
        await _store.CommitAsync(model =>
        {
            steps.Clear();
            model = bundle.Applications.Aggregate(model, (current, application) =>
                Bring(current, application, imported.GetValueOrDefault(application.Name), steps));
            model = saas.Aggregate(model, (current, offer) => Bring(current, offer.Key, offer.Value, steps));
            model = bundle.Relations.Aggregate(model, (current, relation) => Bring(current, relation, saas, steps));
            return bundle.Applications.Aggregate(model, (current, application) => BringOffers(current, application, steps));
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        steps.ForEach(step => progress?.Report(step));
    }

    private ModelSnapshot Bring(ModelSnapshot model, BundleApplication wanted, ImportedCharm? imported, List<string> steps)
    {
        if (imported is not null)
        {
            var units = wanted.Scale == 1 ? "1 unit" : $"{wanted.Scale} units";
            steps.Add($"- deploy application {wanted.Name} with {units} of charm {wanted.Charm}");
            model = Add(model, imported);
        }

        var existing = Find.Application(model, wanted.Name);
        var changed = Applications.WithConfig(
            existing, model.CharmOf(existing), wanted.Trust ? With(OptionsOf(wanted), "trust", "true") : OptionsOf(wanted), []);
        if (changed.ConfigDigest != existing.ConfigDigest)
        {
            steps.Add($"- set options of {wanted.Name}");
            model = model with { Applications = model.Applications.SetItem(wanted.Name, changed) };
        }

        if (wanted.Expose && !existing.Exposed)
        {
            steps.Add($"- expose {wanted.Name}");
            model = model with { Applications = model.Applications.SetItem(wanted.Name, changed with { Exposed = true }) };
        }

        if (existing.Scale < wanted.Scale)
        {
            steps.Add($"- scale {wanted.Name} to {wanted.Scale} units");
            model = Units.Scale(model, wanted.Name, wanted.Scale, _host.Now);
        }

        return model;
    }

    private static ModelSnapshot Bring(ModelSnapshot model, string name, FoundOffer offer, List<string> steps)
    {
        if (!model.RemoteApplications.ContainsKey(name))
        {
            steps.Add($"- consume offer {name} at {offer.Url}");
        }

        return Offers.Consume(model, offer, name);
    }

    private ModelSnapshot Bring(ModelSnapshot model, BundleRelation wanted, IReadOnlyDictionary<string, FoundOffer> saas, List<string> steps)
    {
        var (one, other) = EndpointMatch.Resolve(model, wanted.First, wanted.Second);
        if (EndpointMatch.Existing(model, one, other) is { Life: Life.Alive })
        {
            return model;
        }

        foreach (var end in new[] { one, other }.Where(end => saas.ContainsKey(end.Application)))
        {
            saas[end.Application].CheckLimit(end, $"{one} {other}");
        }

        steps.Add($"- add relation {one} - {other}");
        return Relations.Add(model, one.ToString(), other.ToString(), _host.Now, out _);
    }

    private static ModelSnapshot BringOffers(ModelSnapshot model, BundleApplication wanted, List<string> steps)
    {
        foreach (var (name, endpoints) in wanted.Offers)
        {
            if (!(model.Offers.TryGetValue(name, out var offer) && offer is { Life: Life.Alive } && offer.Application == wanted.Name
                && endpoints.ToHashSet().SetEquals(offer.Endpoints)))
            {
                steps.Add($"- create offer {name} using {wanted.Name}:{string.Join(',', endpoints)}");
                model = Offers.Add(model, wanted.Name, endpoints, name);
            }
        }

        return model;
    }
}
