using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah add-model</c>: makes a model.</summary>
internal sealed class AddModelCommand : EngineCommand
{
    private readonly Argument<string> _name = new("model") { Description = "Name of the new model" };

    private readonly Option<bool> _noSwitch = new("--no-switch") { Description = "Accepted for Juju's sake; use 'switch' to change the model" };

    public AddModelCommand()
        : base("add-model", "Make a model", "add-model staging")
    {
        Add(_name);
        Add(_noSwitch);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Get(_name);
        await call.Engine.AddModelAsync(name, cancellationToken).ConfigureAwait(false);
        call.Out.WriteLine($"Added '{name}' model.");
        return 0;
    }
}
