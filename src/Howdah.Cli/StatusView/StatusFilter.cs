using Howdah.Cli.Parsing;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>Leaves of a status what the user named: applications, units, or patterns of either.</summary>
internal static class StatusFilter
{
    /// <summary>The status with only the applications and units that fit one of the patterns; everything when there are none.</summary>
    public static FullStatus Apply(FullStatus status, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return status;
        }

        var kept = new SortedDictionary<string, ApplicationStatus>(StringComparer.Ordinal);
        foreach (var (name, application) in status.Applications)
        {
            if (Keep(name, application, patterns) is { } some)
            {
                kept[name] = some;
            }
        }

        return status with { Applications = kept };
    }

    private static ApplicationStatus? Keep(string name, ApplicationStatus application, IReadOnlyList<string> patterns)
    {
        if (patterns.Any(pattern => NamePattern.Fits(pattern, name)))
        {
            return application;
        }

        var units = new Dictionary<string, UnitStatus>(StringComparer.Ordinal);
        foreach (var (unit, state) in application.Units ?? new Dictionary<string, UnitStatus>(StringComparer.Ordinal))
        {
            if (patterns.Any(pattern => NamePattern.Fits(pattern, unit) || (state.Leader == true && pattern == $"{name}/leader")))
            {
                units[unit] = state;
            }
        }

        return units.Count > 0 ? application with { Units = units } : null;
    }
}
