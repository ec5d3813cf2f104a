using System.CommandLine;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah destroy-controller</c>: removes all that the engine made, and ends it.</summary>
internal sealed class DestroyControllerCommand : EngineCommand
{
    private readonly Argument<string?> _name = new("controller")
    {
        Description = "Name of the controller, to be sure",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _noPrompt = new("--no-prompt", "-y") { Description = "Do not ask" };
    private readonly Option<bool> _destroyAllModels = new("--destroy-all-models") { Description = "Accepted for Juju's sake; always so" };
    private readonly Option<bool> _destroyStorage = new("--destroy-storage") { Description = "Accepted for Juju's sake; always so" };

    public DestroyControllerCommand()
        : base(
            "destroy-controller",
            "Remove all models with their units and data, and end the engine",
            "destroy-controller howdah --no-prompt")
    {
        Add(_name);
        Add(_noPrompt);
        Add(_destroyAllModels);
        Add(_destroyStorage);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var info = await call.Engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        if (call.Get(_name) is { } name && name != info.Controller)
        {
            throw new CliException($"controller {name} not found; the controller here is \"{info.Controller}\"");
        }

        if (!call.Get(_noPrompt))
        {
            Confirmation.Require(call, $"This removes all that controller \"{info.Controller}\" made, with all data in {info.DataDirectory}.");
        }

        await Teardown.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
