using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Models;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah models</c>: lists the models.</summary>
internal sealed class ModelsCommand : EngineCommand
{
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public ModelsCommand()
        : base("models", "List the models", "models", "models --format json")
    {
        Aliases.Add("list-models");
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var models = await call.Engine.GetModelsAsync(cancellationToken).ConfigureAwait(false);
        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            call.Out.Print(format, new ModelList(models, call.Model.Name), ApiJson.Default.ModelList);
            return 0;
        }

        var table = new Table("Model", "Cloud/Region", "Type", "Status", ">Units");
        foreach (var model in models)
        {
            table.Add(
                model.ShortName == call.Model.Name ? model.ShortName + "*" : model.ShortName,
                model.Cloud,
                model.ModelType,
                model.Status.Current,
                model.UnitCount.ToString(CultureInfo.InvariantCulture)).Colour(3, Colours.Of(model.Status.Current));
        }

        if (table.IsEmpty)
        {
            call.Error.WriteLine("There are no models; add one with 'howdah add-model default'.");
            return 0;
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
