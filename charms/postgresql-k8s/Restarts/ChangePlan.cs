using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Restarts;

/// <summary>A parameter that a change of options gives another value; null for PostgreSQL's own default.</summary>
internal sealed record ParameterChange(string Name, string? Before, string? After)
{
    private static readonly HashSet<string> AtStart = Options.All.Where(o => o is { NeedsRestart: true, Parameter: not null })
        .Select(o => o.Parameter!).ToHashSet(StringComparer.Ordinal);

    internal bool NeedsRestart => AtStart.Contains(Name);

    /// <summary>It goes down, and standbys may not run with less than their primary has.</summary>
    internal bool IsLowered => ServerState.ForStandbys.Contains(Name, StringComparer.Ordinal)
        && long.TryParse(Before, CultureInfo.InvariantCulture, out var before) && long.TryParse(After, CultureInfo.InvariantCulture, out var after)
        && after < before;

    public override string ToString() => $"{Name}: {Before ?? "default"} -> {After ?? "default"} ({(NeedsRestart ? "restart" : "reload")})";
}

/// <summary>
/// What a change of options would do: the steps that <see cref="RestartDecision"/> would take, one after the other, on members that run
/// as they should.
/// </summary>
/// <param name="Changes">The parameters.</param>
/// <param name="Steps">The restarts, in their order.</param>
internal sealed record ChangePlan(IReadOnlyList<ParameterChange> Changes, IReadOnlyList<RestartStep> Steps)
{
    /// <summary>Plans a change.</summary>
    /// <param name="members">Units, the primary first.</param>
    /// <param name="before">The parameters now.</param>
    /// <param name="after">The parameters then.</param>
    internal static ChangePlan Of(
        IReadOnlyList<string> members, IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> after)
    {
        var changes = before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => name is not PostgresqlParameters.Mark)
            .Select(name => new ParameterChange(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .Where(c => !string.Equals(c.Before, c.After, StringComparison.Ordinal)).ToList();
        var restarting = changes.Where(c => c.NeedsRestart).ToLookup(c => c.IsLowered, c => c.Name);
        RestartNeed need = new([.. restarting[false]], [.. restarting[true]]);
        IReadOnlyList<RestartFacts> facts =
            [.. members.Select((unit, number) => new RestartFacts(unit, IsPrimary: number == 0, Streams: true, IsCurrent: true, need))];
        var steps = new List<RestartStep>();
        while (RestartDecision.Next(facts) is { Kind: not RestartStepKind.None } step)
        {
            steps.Add(step);
            facts = After(step, facts);
        }

        return new(changes, steps);
    }

    /// <summary>What the change does to a member.</summary>
    internal string EffectOn(string unit)
    {
        var steps = Steps.Where(s => string.Equals(s.Unit, unit, StringComparison.Ordinal)).Select(s => s.Kind).ToList();
        return steps switch
        {
            _ when steps.Contains(RestartStepKind.HandOver) => "switchover, then restart as a replica",
            _ when steps.Contains(RestartStepKind.RestartPrimary) => "restart as the primary",
            { Count: > 1 } => $"restart ({steps.Count} times)",
            { Count: 1 } => "restart",
            _ => Changes.Count > 0 ? "reload" : "nothing",
        };
    }

    /// <summary>The members after a step. A standby takes a lowered value only once its primary has it.</summary>
    internal static IReadOnlyList<RestartFacts> After(RestartStep step, IReadOnlyList<RestartFacts> members)
    {
        var primary = members.Single(m => m.IsPrimary);
        var heir = step.Kind == RestartStepKind.HandOver ? members.First(m => !m.IsPrimary) : primary;
        return
        [
            .. members.Select(m => m with
            {
                IsPrimary = m.Unit == heir.Unit,
                Need = m.Unit != step.Unit ? m.Need
                    : step.Kind == RestartStepKind.RestartReplica && primary.Need.Lowered.Count > 0 ? m.Need with { Others = [] }
                    : RestartNeed.None,
            }),
        ];
    }
}
