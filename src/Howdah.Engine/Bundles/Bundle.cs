using System.Collections.Immutable;
using System.Text.Json;

namespace Howdah.Engine.Bundles;

/// <summary>Applications and relations that are deployed together.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Description">What it is; empty when it says nothing.</param>
/// <param name="Applications">In the order of the file.</param>
/// <param name="Relations">Pairs of endpoints, <c>app</c> or <c>app:endpoint</c>, in the order of the file.</param>
/// <param name="Saas">Offers of other models that it uses: their URL by the name that they have in it.</param>
public sealed record Bundle(
    string Name, string Description, ImmutableArray<BundleApplication> Applications, ImmutableArray<BundleRelation> Relations, Bag Saas);

/// <summary>An application of a bundle.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Charm">Its charm, a path or a name.</param>
/// <param name="Scale">How many units.</param>
/// <param name="Options">Configuration.</param>
/// <param name="Trust">True when it may use the credentials of the place.</param>
/// <param name="StorageCounts">Instances of a storage for each unit.</param>
/// <param name="Resources">Files or images by resource.</param>
/// <param name="Expose">True when it may be reached from outside of the model.</param>
/// <param name="Offers">What of it other models may use: endpoints by the offer's name.</param>
public sealed record BundleApplication(
    string Name,
    string Charm,
    int Scale,
    ImmutableSortedDictionary<string, JsonElement> Options,
    bool Trust,
    ImmutableSortedDictionary<string, int> StorageCounts,
    Bag Resources,
    bool Expose,
    ImmutableSortedDictionary<string, ImmutableArray<string>> Offers);

/// <summary>A relation of a bundle.</summary>
/// <param name="First">One endpoint.</param>
/// <param name="Second">The other.</param>
public sealed record BundleRelation(string First, string Second)
{
    /// <summary>The two applications.</summary>
    public IEnumerable<string> Applications => [First.Split(':', 2)[0], Second.Split(':', 2)[0]];
}
