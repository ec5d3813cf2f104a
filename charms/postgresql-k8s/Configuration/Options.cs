namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>All options of the charm.</summary>
internal static class Options
{
    internal static IReadOnlyList<Option> All { get; } =
    [
        .. ((IEnumerable<Option>)
        [
            .. GeneralOptions.All, .. ResourceOptions.All, .. SessionOptions.All, .. OptimizerOptions.All, .. VacuumOptions.All,
            .. Plugin.All.Select(p => p.Option),
        ]).OrderBy(o => o.Name, StringComparer.Ordinal),
    ];
}
