using System.Collections.Immutable;
using System.Text.Json;

namespace Howdah.Engine.Bundles;

/// <summary>Applications and relations that are deployed together.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Description">What it is; empty when it says nothing.</param>
/// <param name="Applications">In the order of the file.</param>
/// <param name="Relations">Pairs of endpoints, <c>app</c> or <c>app:endpoint</c>, in the order of the file.</param>
public sealed record Bundle(
    string Name, string Description, ImmutableArray<BundleApplication> Applications, ImmutableArray<BundleRelation> Relations);

/// <summary>An application of a bundle.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Charm">Its charm, a path or a name.</param>
/// <param name="Scale">How many units.</param>
/// <param name="Options">Configuration.</param>
/// <param name="Trust">True when it may use the credentials of the place.</param>
/// <param name="StorageCounts">Instances of a storage for each unit.</param>
/// <param name="Resources">Files or images by resource.</param>
public sealed record BundleApplication(
    string Name,
    string Charm,
    int Scale,
    ImmutableSortedDictionary<string, JsonElement> Options,
    bool Trust,
    ImmutableSortedDictionary<string, int> StorageCounts,
    Bag Resources);

/// <summary>A relation of a bundle.</summary>
/// <param name="First">One endpoint.</param>
/// <param name="Second">The other.</param>
public sealed record BundleRelation(string First, string Second);
