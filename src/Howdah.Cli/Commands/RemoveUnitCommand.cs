using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-unit</c>: removes units, named or counted.</summary>
internal sealed class RemoveUnitCommand : EngineCommand
{
    private readonly Argument<string[]> _targets = new("unit")
    {
        Description = "Units to remove; or one application, with --num-units",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int?> _units = new("--num-units") { Description = "How many units of the application to remove", HelpName = "number" };
    private readonly Option<bool> _destroyStorage = new("--destroy-storage") { Description = "Delete the units' data too" };
    private readonly Option<bool> _force = new("--force") { Description = "Remove units in error too, without running their last hooks" };
    private readonly Option<bool> _noPrompt = new("--no-prompt") { Description = "Accepted for Juju's sake; there is no prompt" };

    public RemoveUnitCommand()
        : base(
            "remove-unit",
            "Remove units; their data stays unless --destroy-storage is given",
            "remove-unit postgresql-k8s/1",
            "remove-unit postgresql-k8s --num-units 2 --destroy-storage")
    {
        Add(_targets);
        Add(_units);
        Add(_destroyStorage);
        Add(_force);
        Add(_noPrompt);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var done = await call.Model.RemoveUnitsAsync(ToRequest(call), cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }

    private RemoveUnitsRequest ToRequest(Call call)
    {
        var targets = call.Get(_targets);
        if (call.Get(_units) is not { } count)
        {
            return new RemoveUnitsRequest(
                [.. targets.Select(UnitName.Require)], null, null, call.Get(_destroyStorage), call.Get(_force));
        }

        if (targets is not [var application] || UnitName.IsUnit(application))
        {
            throw CliException.BadUsage("--num-units goes with the name of one application");
        }

        return count >= 1
            ? new RemoveUnitsRequest([], application, count, call.Get(_destroyStorage), call.Get(_force))
            : throw new CliException($"the number of units to remove must be 1 or more, got {count}");
    }
}
