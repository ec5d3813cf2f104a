using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah trust</c>: lets a charm use the credentials of the place, or no longer.</summary>
internal sealed class TrustCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Option<bool> _remove = new("--remove") { Description = "Trust it no longer" };
    private readonly Option<string?> _scope = new("--scope") { Description = "Accepted for Juju's sake: cluster", HelpName = "scope" };

    public TrustCommand()
        : base("trust", "Let a charm see the cloud's credentials", "trust postgresql-k8s --scope cluster", "trust postgresql-k8s --remove")
    {
        Add(_application);
        Add(_remove);
        Add(_scope);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Get(_scope) is { } scope && scope != "cluster")
        {
            throw CliException.BadUsage($"scope \"{scope}\" not valid: the only scope is cluster");
        }

        var set = new Dictionary<string, string>(StringComparer.Ordinal) { ["trust"] = call.Get(_remove) ? "false" : "true" };
        await call.Model.SetConfigAsync(call.Get(_application), new ConfigRequest(set, []), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
