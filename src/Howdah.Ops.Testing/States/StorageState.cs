namespace Howdah.Ops.Testing;

/// <summary>A storage instance.</summary>
/// <param name="Name">Its name in metadata.yaml.</param>
/// <param name="Index">Its number.</param>
/// <param name="Location">Where it is mounted in the charm's container.</param>
public sealed record StorageState(string Name, int Index, string Location)
{
    internal string Id => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}/{Index}");
}
