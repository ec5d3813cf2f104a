using Howdah.Engine.Models;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Resolving;

/// <summary>What a unit is owed about its workload containers.</summary>
internal static class PebbleEvents
{
    public static Step? Next(Observations seen) => seen.Events.IsEmpty ? null : new Step.Hook(HookOf(seen.Events[0]), seen.Events[0]);

    /// <summary>The hook that tells of an event.</summary>
    public static HookInfo HookOf(ContainerEvent happened) => happened switch
    {
        ContainerEvent.Ready ready => Hook(ready, "pebble-ready") with { NoticeId = ready.BootId },
        ContainerEvent.CustomNotice notice => Hook(notice, "pebble-custom-notice") with
        {
            NoticeId = notice.Id, NoticeType = notice.Type, NoticeKey = notice.Key,
        },
        ContainerEvent.CheckFailed check => Hook(check, "pebble-check-failed") with { Check = check.Check },
        ContainerEvent.CheckRecovered check => Hook(check, "pebble-check-recovered") with { Check = check.Check },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no hook tells of it"),
    };

    private static HookInfo Hook(ContainerEvent happened, string suffix) =>
        new($"{happened.Container}-{suffix}") { Kind = HookKind.Pebble, Container = happened.Container };
}
