namespace Howdah.Engine.CrossModel;

/// <summary>Where an offer is: <c>admin/MODEL.OFFER</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Offer">Name of the offer.</param>
public sealed record OfferUrl(string Model, string Offer)
{
    private const string Owner = "admin";

    /// <summary>True for what can only be meant as a URL, as no application has a dot in its name.</summary>
    public static bool Looks(string text) => text.Contains('.', StringComparison.Ordinal);

    /// <summary>Reads <c>[CONTROLLER:][OWNER/]MODEL.OFFER</c>; there is one owner, and no other controller.</summary>
    /// <exception cref="EngineException">It is none of this controller.</exception>
    public static OfferUrl Parse(string text, string controller)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (store, path) = text.Split(':', 2) is [var before, var after] ? (before, after) : (controller, text);
        if (!string.Equals(store, controller, StringComparison.Ordinal))
        {
            throw EngineException.Invalid($"offer \"{text}\" is of controller \"{store}\", and only offers of \"{controller}\" can be consumed here");
        }

        var (owner, name) = path.Split('/', 2) is [var first, var second] ? (first, second) : (Owner, path);
        return owner == Owner && name.Split('.') is [{ Length: > 0 } model, { Length: > 0 } offer]
            ? new OfferUrl(model, offer)
            : throw EngineException.Invalid($"invalid offer URL \"{text}\": expected {Owner}/MODEL.OFFER");
    }

    /// <summary><c>admin/MODEL.OFFER</c>.</summary>
    public override string ToString() => $"{Owner}/{Model}.{Offer}";
}
