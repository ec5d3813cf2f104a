using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah constraints</c>: none, as units share what the machine has.</summary>
internal sealed class ConstraintsCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public ConstraintsCommand()
        : base("constraints", "Show an application's constraints: none, as units share what the machine has", "constraints postgresql-k8s")
    {
        Add(_application);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        _ = await call.Model.GetConfigAsync(call.Get(_application), cancellationToken).ConfigureAwait(false);
        if (call.Get(_format) != OutputFormat.Plain)
        {
            call.Out.WriteLine("{}");
        }

        return 0;
    }
}
