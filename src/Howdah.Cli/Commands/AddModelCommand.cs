using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah add-model</c>: makes a model, which commands then mean.</summary>
internal sealed class AddModelCommand : EngineCommand
{
    private readonly Argument<string> _name = new("model") { Description = "Name of the new model" };

    private readonly Option<bool> _noSwitch = new("--no-switch") { Description = "Leave commands meaning the model that they meant before" };

    public AddModelCommand()
        : base("add-model", "Make a model, and switch to it", "add-model staging", "add-model staging --no-switch")
    {
        Add(_name);
        Add(_noSwitch);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Get(_name);
        await call.Engine.AddModelAsync(name, cancellationToken).ConfigureAwait(false);
        if (!call.Get(_noSwitch))
        {
            CurrentModel.Set(call.Engine.Data, name);
        }

        call.Out.WriteLine($"Added '{name}' model.");
        return 0;
    }
}
