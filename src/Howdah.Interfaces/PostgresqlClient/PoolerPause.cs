using System.Globalization;

namespace Howdah.Interfaces;

/// <summary>
/// How a cluster and its poolers agree on a pause: over notifications of PostgreSQL, in the database that the pooler has to itself,
/// where nobody else may connect. A databag would not do, as what a hook writes is seen only after its end, and who hands over has to
/// know within the hook that the pools stand still.
/// <para>
/// The cluster sends an order; each pooler lets the transactions of its pools end, holds the next ones back and confirms. A pooler
/// resumes when the primary is another or has started anew, when the order is taken back, or when its time is up, whatever else
/// happened. Only durations are sent, so that no clocks are compared.
/// </para>
/// </summary>
public static class PoolerPause
{
    /// <summary>The channel on which a pause is ordered: a <see cref="PauseOrder"/>.</summary>
    public const string Orders = "pooler_pause";

    /// <summary>The channel on which an order is taken back: the same <see cref="PauseOrder"/> again.</summary>
    public const string Resumptions = "pooler_resume";

    /// <summary>The channel on which poolers are asked not to read from a member that is about to restart: a <see cref="LeaveOrder"/>.</summary>
    public const string Departures = "pooler_leave";

    /// <summary>The channel on which a pooler says that it did what was ordered: a <see cref="PauseConfirmation"/>.</summary>
    public const string Confirmations = "pooler_paused";

    private const string NamePrefix = "pooler ";

    /// <summary>The <c>application_name</c> of the session on which a pooler's unit listens.</summary>
    public static string ApplicationNameOf(string unit) => NamePrefix + unit;

    /// <summary>The unit that listens on a session with this <c>application_name</c>; null when it is none.</summary>
    public static string? FindUnit(string applicationName)
    {
        ArgumentNullException.ThrowIfNull(applicationName);
        return applicationName.StartsWith(NamePrefix, StringComparison.Ordinal) ? applicationName[NamePrefix.Length..] : null;
    }
}

/// <summary>An order to pause.</summary>
/// <param name="Generation">Its number; a later order has a higher one.</param>
/// <param name="Limit">How long at most.</param>
public sealed record PauseOrder(long Generation, TimeSpan Limit)
{
    /// <summary>The payload of a notification: generation and milliseconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation} {Limit.TotalMilliseconds:0}");

    /// <summary>Reads a payload; null when it is none.</summary>
    public static PauseOrder? Find(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.Split(' ') is [var first, var second]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? new(generation, TimeSpan.FromMilliseconds(milliseconds))
            : null;
    }
}

/// <summary>An order to read elsewhere until a member has started anew.</summary>
/// <param name="Generation">Its number; a later order has a higher one.</param>
/// <param name="Limit">How long at most.</param>
/// <param name="Host">The member's address.</param>
public sealed record LeaveOrder(long Generation, TimeSpan Limit, string Host)
{
    /// <summary>The payload of a notification: generation, milliseconds and address.</summary>
    public override string ToString() => $"{new PauseOrder(Generation, Limit)} {Host}";

    /// <summary>Reads a payload; null when it is none.</summary>
    public static LeaveOrder? Find(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.LastIndexOf(' ') is > 0 and var end && PauseOrder.Find(payload[..end]) is { } order
            ? new(order.Generation, order.Limit, payload[(end + 1)..])
            : null;
    }
}

/// <summary>A pooler's word that its pools stand still, or have left a member.</summary>
/// <param name="Generation">The order's number.</param>
/// <param name="Unit">The pooler's unit, <c>pgbouncer-k8s/0</c>.</param>
public sealed record PauseConfirmation(long Generation, string Unit)
{
    /// <summary>The payload of a notification.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation} {Unit}");

    /// <summary>Reads a payload; null when it is none.</summary>
    public static PauseConfirmation? Find(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.Split(' ') is [var first, var unit] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? new(generation, unit)
            : null;
    }
}
