using System.CommandLine;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah deploy</c>: deploys a charm or a bundle.</summary>
internal sealed class DeployCommand : EngineCommand
{
    private readonly Argument<string> _charm = new("charm") { Description = "Name or path of a charm, or path of a bundle" };
    private readonly Argument<string?> _application = new("application")
    {
        Description = "Name of the application (default: the charm's)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _units = new("--num-units", "-n")
    {
        Description = "How many units",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string[]> _config = new("--config")
    {
        Description = "Option as key=value; may be given several times",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _resource = new("--resource")
    {
        Description = "File or image for a resource of the charm; may be given several times",
        HelpName = "name=file",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _storage = new("--storage")
    {
        Description = "How many instances of a storage each unit has; may be given several times",
        HelpName = "name=count",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _constraints = new("--constraints")
    {
        Description = "Accepted for Juju's sake; units share what the machine has",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _trust = new("--trust") { Description = "Let the charm see the cloud's credentials" };

    public DeployCommand()
        : base(
            "deploy",
            "Deploy a charm, or what a bundle names",
            "deploy postgresql-k8s -n 3",
            "deploy postgresql-k8s db --config profile=testing",
            "deploy ./artifacts/charms/etcd",
            "deploy ./bundles/postgresql-ha.yaml")
    {
        Add(_charm);
        Add(_application);
        Add(_units);
        Add(_config);
        Add(_resource);
        Add(_storage);
        Add(_constraints);
        Add(_trust);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var done = BundleFile.IsOne(call.Get(_charm))
            ? await DeployBundleAsync(call, cancellationToken).ConfigureAwait(false)
            : await DeployCharmAsync(call, cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }

    private Task<ChangeSummary> DeployBundleAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Get(_application) is not null || call.Has(_units) || call.Has(_config))
        {
            throw CliException.BadUsage("a bundle says itself which applications, units and options it has; change it, or give only its path");
        }

        return call.Model.DeployBundleAsync(BundleFile.Read(call.Get(_charm)), cancellationToken);
    }

    private Task<ChangeSummary> DeployCharmAsync(Call call, CancellationToken cancellationToken)
    {
        var units = call.Get(_units);
        if (units < 0)
        {
            throw new CliException($"the number of units must be 0 or more, got {units}");
        }

        var request = new DeployRequest(CharmPath.Of(call.Get(_charm)), Environment.CurrentDirectory, units, call.Get(_application))
        {
            Config = KeyValue.ParseAll(call.Get(_config) ?? []),
            Trust = call.Get(_trust),
            Resources = KeyValue.ParsePlain(call.Get(_resource) ?? []),
            StorageCounts = StorageCount.ParseAll(call.Get(_storage) ?? []),
        };
        return call.Model.DeployAsync(request, cancellationToken);
    }
}
