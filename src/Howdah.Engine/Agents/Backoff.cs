namespace Howdah.Engine.Agents;

/// <summary>Waits that double, with a little chance in them so that what failed together does not come back together.</summary>
internal static class Backoff
{
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan most)
    {
        var wait = first * Math.Pow(2, Math.Min(attempts - 1, 20));
        return (wait > most ? most : wait) * (1 + (Random.Shared.NextDouble() * 0.1));
    }
}
