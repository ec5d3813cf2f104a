namespace Howdah.Ops;

/// <summary>
/// Base of every charm. Its constructor observes events; it is made anew for each dispatch, so it holds nothing between two.
/// </summary>
/// <param name="context">What the host hands to the charm.</param>
public abstract class Charm(CharmContext context) : CharmObject(context, "charm")
{
    /// <summary>Folder of the charm.</summary>
    protected string CharmDirectory => Context.Environment.CharmDirectory;
}
