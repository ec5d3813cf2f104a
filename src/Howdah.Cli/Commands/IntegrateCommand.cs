using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah integrate</c>: relates two applications.</summary>
internal sealed class IntegrateCommand : EngineCommand
{
    private readonly Argument<string> _first = new("application") { Description = "One side, \"app\" or \"app:endpoint\"; or an offer, \"[admin/]model.offer\"" };
    private readonly Argument<string> _second = new("other") { Description = "The other side, likewise" };

    public IntegrateCommand()
        : base(
            "integrate",
            "Relate two applications",
            "integrate postgresql-k8s etcd",
            "integrate data-integrator postgresql-k8s:database",
            "integrate data-integrator default.postgresql-k8s")
    {
        Aliases.Add("relate");
        Add(_first);
        Add(_second);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var done = await call.Model.IntegrateAsync(new RelationRequest(call.Get(_first), call.Get(_second)), cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
