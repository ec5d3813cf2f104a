namespace Howdah.Engine.DebugLogs;

/// <summary>Which lines somebody wants.</summary>
internal sealed class LogFilter(LogQuery query)
{
    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
    private readonly int _least = Math.Max(0, Array.IndexOf(Levels, query.Level.ToUpperInvariant()));

    public bool Matches(LogEntry entry) =>
        Array.IndexOf(Levels, entry.Level) >= _least
        && (query.Include.Count == 0 || query.Include.Any(pattern => Names(entry.Entity, pattern)))
        && !query.Exclude.Any(pattern => Names(entry.Entity, pattern))
        && (query.IncludeModules.Count == 0 || query.IncludeModules.Any(module => IsBelow(entry.Module, module)))
        && !query.ExcludeModules.Any(module => IsBelow(entry.Module, module));

    private static bool IsBelow(string module, string named) => module.StartsWith(named, StringComparison.Ordinal);

    // "postgresql-k8s/0" and "unit-postgresql-k8s-0" name a unit, "postgresql-k8s" all units of it, "unit-postgresql-*" what begins so.
    private static bool Names(string entity, string pattern)
    {
        if (pattern.EndsWith('*'))
        {
            return entity.StartsWith(pattern[..^1].Replace('/', '-'), StringComparison.Ordinal)
                || entity.StartsWith($"unit-{pattern[..^1].Replace('/', '-')}", StringComparison.Ordinal);
        }

        var tag = pattern.Replace('/', '-');
        return entity == tag || entity == $"unit-{tag}"
            || (entity.StartsWith($"unit-{tag}-", StringComparison.Ordinal) && entity[(tag.Length + 6)..].All(char.IsAsciiDigit));
    }
}
