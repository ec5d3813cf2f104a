using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>That an option cannot have its value, or options not theirs together.</summary>
/// <param name="Option">Name of the option to change first; null when it is not known.</param>
/// <param name="Text">What is wrong and what is allowed.</param>
internal sealed record OptionRefusal(string? Option, string Text);

/// <summary>Says which options have values that are not allowed, with the value and what is.</summary>
internal static class SettingsCheck
{
    private const int WorkersPerCore = 10;

    private static readonly TextOption[] Workers =
    [
        ResourceOptions.MaxLogicalReplicationWorkers, ResourceOptions.MaxParallelMaintenanceWorkers, ResourceOptions.MaxParallelWorkers,
        ResourceOptions.MaxSyncWorkersPerSubscription, ResourceOptions.MaxWorkerProcesses,
    ];

    /// <summary>The reasons, one an option; none when all is well.</summary>
    internal static IReadOnlyList<OptionRefusal> Of(Settings settings, Resources resources)
    {
        var wrong = Options.All.Where(o => settings[o] is { } value && !o.Accepts(value)).Select(o => Refusal(o, settings[o]!)).ToList();
        return wrong.Count > 0 ? wrong : [.. Combinations(settings, resources)];
    }

    /// <summary>That an option cannot have a value.</summary>
    internal static OptionRefusal Refusal(Option option, string value, string? why = null) =>
        new(option.Name, $"{option.Name} is {Shown(value)}{(why is null ? "" : $" ({why})")}; allowed: {option.Allowed}");

    private static IEnumerable<OptionRefusal> Combinations(Settings settings, Resources resources)
    {
        var most = WorkersPerCore * resources.Cores;
        foreach (var option in Workers.Where(o => PostgresqlParameters.NumberOf(settings, o) > most))
        {
            yield return new(option.Name, string.Create(
                CultureInfo.InvariantCulture, $"{option.Name} is '{settings[option]}'; allowed: auto, or 2 to {most} (ten for each of {resources.Cores} cores)"));
        }

        var pages = PostgresqlParameters.MostSharedBuffers(settings, resources);
        if (settings[ResourceOptions.SharedBuffers] is { } buffers && long.Parse(buffers, CultureInfo.InvariantCulture) > pages)
        {
            yield return new(ResourceOptions.SharedBuffers.Name, string.Create(
                CultureInfo.InvariantCulture, $"memory_shared_buffers is '{buffers}'; allowed: 16 to {pages} pages of 8 kB, which is 40 % of the memory"));
        }

        foreach (var (parameter, options) in PostgresqlParameters.Rivals(settings))
        {
            var values = string.Join(" and ", options.Select(o => $"{o.Name} is {Shown(settings[o]!)}"));
            yield return new(options[0].Name, $"{values}; both set {parameter}: leave one at its default");
        }

        foreach (var plugin in Plugin.All.Where(settings.Has))
        {
            foreach (var need in plugin.Needs.Where(need => !settings.Has(Plugin.All.Single(p => string.Equals(p.Name, need, StringComparison.Ordinal)))))
            {
                yield return new($"plugin_{need}_enable", $"{plugin.Option.Name} is true, but plugin_{need}_enable is false; {plugin.Name} needs {need}: switch it on too");
            }
        }
    }

    private static string Shown(string value) => value.Length switch
    {
        0 => "empty",
        > 60 => $"'{value[..60]}…'",
        _ => $"'{value}'",
    };
}
