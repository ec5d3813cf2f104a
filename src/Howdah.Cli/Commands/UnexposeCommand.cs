using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah unexpose</c>: says that an application is for its model only.</summary>
internal sealed class UnexposeCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };

    public UnexposeCommand()
        : base("unexpose", "Say that an application is for its model only", "unexpose postgresql-k8s") => Add(_application);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await call.Model.ExposeAsync(call.Get(_application), isExposed: false, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
