using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah model-config</c>: shows and changes a model's settings.</summary>
internal sealed class ModelConfigCommand : EngineCommand
{
    private readonly Argument<string[]> _settings = new("setting")
    {
        Description = "A setting to show, or settings to set as key=value",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _reset = new("--reset")
    {
        Description = "Settings to set back to their defaults, separated by commas",
        HelpName = "keys",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public ModelConfigCommand()
        : base(
            "model-config",
            "Show or change a model's settings",
            "model-config",
            "model-config update-status-hook-interval",
            "model-config update-status-hook-interval=1m",
            "model-config --reset update-status-hook-interval")
    {
        Add(_settings);
        Add(_reset);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var settings = call.Get(_settings);
        var reset = (call.Get(_reset) ?? []).SelectMany(keys => keys.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (reset.Count > 0 || settings.Any(setting => setting.Contains('=', StringComparison.Ordinal)))
        {
            var set = KeyValue.ParseAll(settings);
            if (reset.Find(set.ContainsKey) is { } twice)
            {
                throw CliException.BadUsage($"cannot set and reset key \"{twice}\" at the same time");
            }

            await call.Model.SetModelConfigAsync(new ConfigRequest(set, reset), cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var config = await call.Model.GetModelConfigAsync(cancellationToken).ConfigureAwait(false);
        if (settings.Length > 1)
        {
            throw CliException.BadUsage("can only show one setting, or all of them");
        }

        if (settings is [var key])
        {
            call.Out.WriteLine(config.GetValueOrDefault(key)?.Value
                ?? throw new CliException($"key \"{key}\" not found in model \"{call.Model.Name}\"; known: {string.Join(", ", config.Keys)}"));
            return 0;
        }

        if (call.Get(_format) is { } format && format != OutputFormat.Tabular)
        {
            call.Out.Print(format, config, ApiJson.Default.IReadOnlyDictionaryStringModelSetting);
            return 0;
        }

        var table = new Table("Attribute", "From", "Value");
        foreach (var (name, setting) in config)
        {
            table.Add(name, setting.Source, setting.Value);
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
