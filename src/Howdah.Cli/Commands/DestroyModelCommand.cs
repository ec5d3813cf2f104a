using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah destroy-model</c>: removes a model with everything in it.</summary>
internal sealed class DestroyModelCommand : EngineCommand
{
    private readonly Argument<string> _name = new("model") { Description = "Name of the model" };
    private readonly Option<bool> _destroyStorage = new("--destroy-storage") { Description = "Delete the units' data too" };
    private readonly Option<bool> _noPrompt = new("--no-prompt", "-y") { Description = "Do not ask" };

    public DestroyModelCommand()
        : base(
            "destroy-model",
            "Remove a model with all its applications",
            "destroy-model default --destroy-storage",
            "destroy-model default --destroy-storage --no-prompt")
    {
        Add(_name);
        Add(_destroyStorage);
        Add(_noPrompt);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Get(_name);
        if (!call.Get(_noPrompt))
        {
            Confirmation.Require(call, $"This removes model \"{name}\" with all its applications{(call.Get(_destroyStorage) ? " and their data" : "")}.");
        }

        await call.Engine.DestroyModelAsync(name, call.Get(_destroyStorage), cancellationToken).ConfigureAwait(false);
        CurrentModel.Forget(call.Engine.Data, name);
        call.Out.WriteLine($"Model '{name}' is gone.");
        return 0;
    }
}
