namespace Howdah.Server.Hosting;

/// <summary>How the service ends: the units go on, or all of it is removed.</summary>
internal sealed class EndOfService
{
    /// <summary>Whether the data directory is cleared once the engine has ended.</summary>
    public bool IsRemoval { get; private set; }

    /// <summary>Asks for the data directory to be cleared.</summary>
    public void BecomeRemoval() => IsRemoval = true;
}
