using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-application</c>: some applications.</summary>
internal sealed class ShowApplicationCommand : EngineCommand
{
    private readonly Argument<string[]> _applications = new("application") { Description = "Applications to show", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowApplicationCommand()
        : base(
            "show-application",
            "Show applications: their charm, and what it is bound to",
            "show-application postgresql-k8s",
            "show-application postgresql-k8s etcd --format json")
    {
        Add(_applications);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, ApplicationSummary>(StringComparer.Ordinal);
        foreach (var name in call.Get(_applications))
        {
            var application = status.Applications.GetValueOrDefault(name) ?? throw new CliException($"application \"{name}\" not found");
            found[name] = new ApplicationSummary
            {
                Charm = application.CharmName,
                Base = application.Base is { } system ? $"{system.Name}@{system.Channel}" : null,
                Exposed = application.Exposed,
                Life = application.Life ?? "alive",
                EndpointBindings = application.EndpointBindings,
            };
        }

        call.Out.Print(call.Get(_format)!, found, ApiJson.Default.IReadOnlyDictionaryStringApplicationSummary);
        return 0;
    }
}
