using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-application</c>: removes applications with their units.</summary>
internal sealed class RemoveApplicationCommand : EngineCommand
{
    private readonly Argument<string[]> _applications = new("application")
    {
        Description = "Applications to remove",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _destroyStorage = new("--destroy-storage") { Description = "Delete the units' data too" };
    private readonly Option<bool> _force = new("--force") { Description = "Remove units in error too, without running their last hooks" };
    private readonly Option<bool> _noPrompt = new("--no-prompt") { Description = "Accepted for Juju's sake; there is no prompt" };

    public RemoveApplicationCommand()
        : base(
            "remove-application",
            "Remove applications with their units; the data stays unless --destroy-storage is given",
            "remove-application data-integrator",
            "remove-application postgresql-k8s --destroy-storage")
    {
        Add(_applications);
        Add(_destroyStorage);
        Add(_force);
        Add(_noPrompt);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        foreach (var application in call.Get(_applications))
        {
            var done = await call.Model.RemoveApplicationAsync(
                application, call.Get(_destroyStorage), call.Get(_force), cancellationToken).ConfigureAwait(false);
            call.PrintAll(done.Messages);
        }

        return 0;
    }
}
