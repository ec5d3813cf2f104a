using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah switch</c>: names the model that commands mean from now on.</summary>
internal sealed class SwitchCommand : EngineCommand
{
    private readonly Argument<string?> _name = new("model")
    {
        Description = "Name of the model (left out: show which one it is)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SwitchCommand()
        : base("switch", "Choose the model that commands mean when none is named", "switch", "switch staging") => Add(_name);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var info = await call.Engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        var before = $"{info.Controller}:admin/{call.Model.Name}";
        if (call.Get(_name) is not { } named)
        {
            call.Out.WriteLine(before);
            return 0;
        }

        var name = Call.ShortName(named);
        var models = await call.Engine.GetModelsAsync(cancellationToken).ConfigureAwait(false);
        if (models.All(model => model.ShortName != name))
        {
            throw new CliException(
                $"model \"{name}\" not found; there {(models.Count == 1 ? "is" : "are")} {string.Join(", ", models.Select(model => model.ShortName))}");
        }

        CurrentModel.Set(call.Engine.Data, name);
        call.Out.WriteLine($"{before} -> {info.Controller}:admin/{name}");
        return 0;
    }
}
