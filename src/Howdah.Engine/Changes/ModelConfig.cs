using System.Globalization;
using System.Text.RegularExpressions;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Settings of a model.</summary>
internal static partial class ModelConfig
{
    private const string UpdateStatus = "update-status-hook-interval";
    private const string Retry = "automatically-retry-hooks";
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(5);

    /// <summary>All settings, set or not.</summary>
    public static IReadOnlyList<ModelSetting> Of(ModelRecord model) =>
    [
        .. new[] { (Name: Retry, Default: "true"), (Name: UpdateStatus, Default: "5m") }.Select(setting =>
            model.Config.TryGetValue(setting.Name, out var value)
                ? new ModelSetting(setting.Name, value, "model")
                : new ModelSetting(setting.Name, setting.Default, "default")),
    ];

    /// <summary>How often <c>update-status</c> is told; null for never.</summary>
    public static TimeSpan? UpdateStatusInterval(ModelRecord model) =>
        model.Config.TryGetValue(UpdateStatus, out var text)
            ? Duration(text) is { } interval && interval > TimeSpan.Zero ? interval : null
            : DefaultInterval;

    /// <summary>True when a failed hook is run again by itself.</summary>
    public static bool RetriesHooks(ModelRecord model) => !model.Config.TryGetValue(Retry, out var text) || text == "true";

    /// <summary>The model with settings changed; an empty value resets.</summary>
    public static ModelRecord With(ModelRecord model, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            var isValid = name switch
            {
                UpdateStatus => value.Length == 0 || Duration(value) is not null,
                Retry => value is "" or "true" or "false",
                _ => throw EngineException.Invalid($"unknown model setting \"{name}\"; known are {Retry}, {UpdateStatus}"),
            };
            if (!isValid)
            {
                throw EngineException.Invalid($"model setting \"{name}\" expected {(name == Retry ? "true or false" : "a duration like 5m")}, got \"{value}\"");
            }
        }

        return model with { Config = new Databag(model.Config, 0).With(values).Values };
    }

    private static TimeSpan? Duration(string text) =>
        DurationText().Match(text) is { Success: true } match
        && double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? match.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => TimeSpan.FromSeconds(number),
            }
            : null;

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)(?<unit>h|ms|m|s)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DurationText();
}
