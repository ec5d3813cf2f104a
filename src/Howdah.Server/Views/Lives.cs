using Howdah.Engine.Models;

namespace Howdah.Server.Views;

/// <summary>Lives as Juju prints them.</summary>
internal static class Lives
{
    /// <summary><c>alive</c>, <c>dying</c> or <c>dead</c>.</summary>
    public static string Name(this Life life) => life switch
    {
        Life.Alive => "alive",
        Life.Dying => "dying",
        _ => "dead",
    };

    /// <summary>The same, but null while alive: a status does not mention it.</summary>
    public static string? NameUnlessAlive(this Life life) => life == Life.Alive ? null : life.Name();
}
