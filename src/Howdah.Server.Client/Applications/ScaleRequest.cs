namespace Howdah.Server.Client.Applications;

/// <summary>Asks for a number of units.</summary>
/// <param name="Scale">How many units there should be.</param>
public sealed record ScaleRequest(int Scale);

/// <summary>Asks for more units.</summary>
/// <param name="Units">How many more.</param>
/// <param name="AttachStorage">Detached storage that the one new unit gets.</param>
public sealed record AddUnitsRequest(int Units, IReadOnlyList<string>? AttachStorage = null);

/// <summary>Asks for storage for a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Storage">Ids of detached instances to attach.</param>
/// <param name="Added">How many new instances of each store.</param>
public sealed record StorageRequest(string Unit, IReadOnlyList<string> Storage, IReadOnlyDictionary<string, int> Added);

/// <summary>Asks for units to go.</summary>
/// <param name="Units">Their names; empty to take <paramref name="Count"/> of the application.</param>
/// <param name="Application">The application to take units from, when none is named.</param>
/// <param name="Count">How many to take, the youngest first.</param>
/// <param name="DestroyStorage">Whether their storage goes too.</param>
/// <param name="Force">Whether a unit in error goes too.</param>
public sealed record RemoveUnitsRequest(
    IReadOnlyList<string> Units, string? Application = null, int? Count = null, bool DestroyStorage = false, bool Force = false);
