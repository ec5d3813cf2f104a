using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-relation</c>: ends a relation.</summary>
internal sealed class RemoveRelationCommand : EngineCommand
{
    private readonly Argument<string> _first = new("application") { Description = "One side, \"app\" or \"app:endpoint\"" };
    private readonly Argument<string> _second = new("other") { Description = "The other side, \"app\" or \"app:endpoint\"" };

    public RemoveRelationCommand()
        : base(
            "remove-relation",
            "End the relation of two applications",
            "remove-relation data-integrator postgresql-k8s",
            "remove-relation data-integrator:postgresql postgresql-k8s:database")
    {
        Add(_first);
        Add(_second);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var request = new RelationRequest(call.Get(_first), call.Get(_second));
        var done = await call.Model.RemoveRelationAsync(request, cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
