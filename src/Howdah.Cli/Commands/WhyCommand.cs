using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Cli.StatusView;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah why</c>: why a unit is not active.</summary>
internal sealed class WhyCommand : EngineCommand
{
    private readonly Argument<string> _unit = new("unit") { Description = "The unit" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public WhyCommand()
        : base(
            "why",
            "Say why a unit is not active, since when, what it waits for, and which command would help",
            "why postgresql-k8s/0",
            "why postgresql-k8s/leader --format json")
    {
        Add(_unit);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var why = await call.Model.ExplainAsync(UnitName.Require(call.Get(_unit)), cancellationToken).ConfigureAwait(false);
        if (call.Get(_format) is OutputFormat.Plain)
        {
            call.Out.Write(ExplanationText.Render(why));
        }
        else
        {
            call.Out.Print(call.Get(_format)!, why, ApiJson.Default.UnitExplanation);
        }

        return 0;
    }
}
