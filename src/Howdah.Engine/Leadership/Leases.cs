using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.Leadership;

/// <summary>What is known of a unit that might lead.</summary>
internal enum Presence
{
    /// <summary>Nothing yet: the engine has just started, or the unit's place is being made.</summary>
    Unknown,

    /// <summary>Its agent is at work.</summary>
    Up,

    /// <summary>Its place can't be made.</summary>
    Down,
}

/// <summary>
/// Leadership by lease. At most one unit of an application leads at a time: another one gets the lease only when the leader is gone, or when
/// it is down and its lease has run out.
/// </summary>
internal static class Leases
{
    /// <summary>The model with leases renewed and passed on where that is due. The same object when nothing is.</summary>
    public static ModelSnapshot Decide(ModelSnapshot model, Func<string, Presence> presence, DateTimeOffset now, TimeSpan lease)
    {
        foreach (var application in model.Applications.Values)
        {
            var leader = application.Leader is { } name ? model.Units.GetValueOrDefault(name) : null;
            var state = leader is null ? Presence.Down : presence(leader.Name);
            if (leader is not null && leader.Life != Life.Dead && (state != Presence.Down || application.LeaseExpires > now))
            {
                if (state == Presence.Up && application.LeaseExpires - now <= lease / 2)
                {
                    model = With(model, application with { LeaseExpires = now + lease });
                }

                continue;
            }

            var next = model.UnitsOf(application.Name)
                .FirstOrDefault(unit => unit.Life == Life.Alive && unit.Name != leader?.Name && presence(unit.Name) != Presence.Down);
            if (next is not null || application.Leader is not null)
            {
                model = With(model, application with { Leader = next?.Name, LeaseExpires = now + lease });
                model = leader is null ? model : Units.Update(model, leader.Name, unit => unit with { Told = unit.Told with { Leader = false } });
            }
        }

        return model;
    }

    private static ModelSnapshot With(ModelSnapshot model, ApplicationRecord application) =>
        model with { Applications = model.Applications.SetItem(application.Name, application) };
}
