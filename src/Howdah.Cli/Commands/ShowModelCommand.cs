using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Models;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-model</c>: one model.</summary>
internal sealed class ShowModelCommand : EngineCommand
{
    private readonly Argument<string?> _name = new("name")
    {
        Description = "Name of the model (default: the one that commands mean)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowModelCommand()
        : base("show-model", "Show a model", "show-model", "show-model default --format json")
    {
        Add(_name);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Get(_name) is { } named ? Call.ShortName(named) : call.Model.Name;
        var models = await call.Engine.GetModelsAsync(cancellationToken).ConfigureAwait(false);
        var model = models.FirstOrDefault(one => one.ShortName == name) ?? throw new CliException($"model \"{name}\" not found");
        call.Out.Print(
            call.Get(_format)!,
            new Dictionary<string, ModelDetail>(StringComparer.Ordinal) { [name] = ModelDetail.Of(model) },
            ApiJson.Default.IReadOnlyDictionaryStringModelDetail);
        return 0;
    }
}
