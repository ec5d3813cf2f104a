using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Restarts;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s.Actions;

/// <summary>The action <c>plan</c>.</summary>
internal static class PlanAction
{
    // Medians of bench/results/failover.md and of restarts in place, rounded up.
    private const double HandOverGap = 1.0;
    private const double RestartGap = 1.5;

    /// <summary>The options that an event's parameter <c>options</c> names, one <c>OPTION=VALUE</c> a line.</summary>
    /// <returns>Null when one of them makes no sense; the action has failed then.</returns>
    internal static IReadOnlyDictionary<string, string>? Read(ActionEvent e)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (e.Params.GetString("options") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (line[..at].Trim(), line[(at + 1)..].Trim()) : (line, null);
            if (Options.All.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal)) is not { } option)
            {
                e.Fail($"There is no option {name}");
                return null;
            }

            if (value is null)
            {
                e.Fail($"{name} has no value: write {name}=VALUE");
                return null;
            }

            changes[name] = value;
        }

        return changes;
    }

    /// <summary>Tells what would happen.</summary>
    internal static void Tell(ActionEvent e, ChangePlan plan, IReadOnlyList<MemberState> members)
    {
        e.SetResult("changes", plan.Changes.Count == 0 ? "none" : string.Join('\n', plan.Changes));
        foreach (var member in members)
        {
            e.SetResult($"members.{member.Unit.Replace('/', '-')}", plan.EffectOn(member.Unit));
        }

        if (plan.Steps.Count > 0)
        {
            e.SetResult("order", string.Join('\n', plan.Steps.Select(s => s.Reason)));
        }

        var gap = plan.Steps.Sum(s => s.Kind switch
        {
            RestartStepKind.HandOver => HandOverGap,
            RestartStepKind.RestartPrimary => RestartGap,
            _ => 0,
        });
        e.SetResult("write-gap-seconds", gap.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
