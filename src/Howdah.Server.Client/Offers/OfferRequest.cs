namespace Howdah.Server.Client.Offers;

/// <summary>Asks to offer endpoints of an application.</summary>
/// <param name="Application">The application.</param>
/// <param name="Endpoints">Its endpoints.</param>
/// <param name="Name">Name of the offer; null for the application's.</param>
public sealed record OfferRequest(string Application, IReadOnlyList<string> Endpoints, string? Name = null);

/// <summary>Asks to suspend a relation that uses an offer.</summary>
/// <param name="Reason">Why, for people; null for no word.</param>
public sealed record SuspendRequest(string? Reason = null);

/// <summary>Asks to consume an offer.</summary>
/// <param name="Url">The offer, <c>[CONTROLLER:][admin/]MODEL.OFFER</c>.</param>
/// <param name="Alias">Its name in the consuming model; null for the offer's.</param>
public sealed record ConsumeRequest(string Url, string? Alias = null);
