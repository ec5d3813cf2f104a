using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah set-constraints</c>: accepted for the sake of scripts written for Juju.</summary>
internal sealed class SetConstraintsCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Argument<string[]> _constraints = new("constraint") { Description = "key=value", Arity = ArgumentArity.ZeroOrMore };

    public SetConstraintsCommand()
        : base(
            "set-constraints",
            "Accept constraints for Juju's sake; units share what the machine has",
            "set-constraints postgresql-k8s mem=2G cores=1")
    {
        Add(_application);
        Add(_constraints);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        _ = KeyValue.ParsePlain(call.Get(_constraints));
        _ = await call.Model.GetConfigAsync(call.Get(_application), cancellationToken).ConfigureAwait(false);
        call.Error.WriteLine("WARNING constraints are accepted and have no effect: units share what the machine has");
        return 0;
    }
}
