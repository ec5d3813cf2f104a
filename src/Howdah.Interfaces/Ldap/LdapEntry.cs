namespace Howdah.Interfaces;

/// <summary>An entry of a directory.</summary>
/// <param name="Dn">Its name in the directory.</param>
/// <param name="Attributes">The values of its attributes, whose names differ in more than case.</param>
public sealed record LdapEntry(string Dn, IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes)
{
    /// <summary>The values of an attribute; none when it has none.</summary>
    public IReadOnlyList<string> this[string attribute] => Attributes.GetValueOrDefault(attribute) ?? [];
}
