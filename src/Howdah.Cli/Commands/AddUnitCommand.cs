using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah add-unit</c>: adds units to an application.</summary>
internal sealed class AddUnitCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Option<int> _units = new("--num-units", "-n")
    {
        Description = "How many units to add",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string[]> _attachStorage = new("--attach-storage")
    {
        Description = "Detached storage that the new unit gets instead of new storage",
        HelpName = "storage",
        DefaultValueFactory = _ => [],
    };

    public AddUnitCommand()
        : base(
            "add-unit",
            "Add units to an application",
            "add-unit postgresql-k8s",
            "add-unit postgresql-k8s -n 2",
            "add-unit postgresql-k8s --attach-storage pgdata/0")
    {
        Add(_attachStorage);
        Add(_application);
        Add(_units);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var units = call.Get(_units);
        if (units < 1)
        {
            throw new CliException($"the number of units to add must be 1 or more, got {units}");
        }

        var done = await call.Model.AddUnitsAsync(call.Get(_application), units, StorageIds.Parse(call.Get(_attachStorage) ?? []), cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
