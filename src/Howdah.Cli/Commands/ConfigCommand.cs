using System.CommandLine;
using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah config</c>: shows and changes an application's options.</summary>
internal sealed class ConfigCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Argument<string[]> _settings = new("setting")
    {
        Description = "An option to show, or options to set as key=value (key=@file reads a file)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _reset = new("--reset")
    {
        Description = "Options to set back to their defaults, separated by commas",
        HelpName = "keys",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ConfigCommand()
        : base(
            "config",
            "Show or change an application's options",
            "config postgresql-k8s",
            "config postgresql-k8s profile",
            "config postgresql-k8s profile=testing",
            "config postgresql-k8s --reset profile")
    {
        Add(_application);
        Add(_settings);
        Add(_reset);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var application = call.Get(_application);
        var settings = call.Get(_settings);
        var reset = (call.Get(_reset) ?? []).SelectMany(keys => keys.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (reset.Count > 0 || settings.Any(setting => setting.Contains('=', StringComparison.Ordinal)))
        {
            var set = KeyValue.ParseAll(settings);
            if (reset.Find(set.ContainsKey) is { } twice)
            {
                throw CliException.BadUsage($"cannot set and reset key \"{twice}\" at the same time");
            }

            await call.Model.SetConfigAsync(application, new ConfigRequest(set, reset), cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var config = await call.Model.GetConfigAsync(application, cancellationToken).ConfigureAwait(false);
        switch (settings)
        {
            case []:
                call.Out.Print(call.Get(_format)!, config, ApiJson.Default.ApplicationConfig);
                return 0;
            case [var key]:
                PrintOne(call, config, key);
                return 0;
            default:
                throw CliException.BadUsage("can only show one option, or all of them");
        }
    }

    private void PrintOne(Call call, ApplicationConfig config, string key)
    {
        if (!config.Settings.TryGetValue(key, out var setting))
        {
            throw new CliException($"key \"{key}\" not found in \"{config.Application}\" application config or charm settings");
        }

        if (setting.Value is not { } value)
        {
            return;
        }

        if (call.Has(_format))
        {
            call.Out.Print(call.Get(_format)!, value, ApiJson.Default.JsonElement);
        }
        else
        {
            call.Out.WriteLine(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
    }
}
