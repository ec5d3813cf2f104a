using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah bootstrap</c>: starts the engine.</summary>
internal sealed class BootstrapCommand() : EngineCommand(
    "bootstrap",
    "Start the engine in the background, with a model named \"default\"",
    "bootstrap",
    "bootstrap && howdah deploy postgresql-k8s -n 3")
{
    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false) is { } running)
        {
            call.Out.WriteLine($"The engine runs already (pid {running.Pid}, data in {running.DataDirectory}).");
            return 0;
        }

        await EngineStarter.StartAsync(call.Engine, cancellationToken).ConfigureAwait(false);
        var info = await call.Engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        call.Out.WriteLine($"The engine of controller \"{info.Controller}\" runs (pid {info.Pid}, data in {info.DataDirectory}).");
        return 0;
    }
}
