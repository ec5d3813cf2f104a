using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah expose</c>: says that an application may be reached from outside of the model.</summary>
internal sealed class ExposeCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };

    public ExposeCommand()
        : base("expose", "Say that an application may be reached from outside of the model", "expose postgresql-k8s") => Add(_application);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await call.Model.ExposeAsync(call.Get(_application), isExposed: true, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
