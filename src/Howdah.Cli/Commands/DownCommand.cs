using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah down</c>: undoes <c>howdah up</c>.</summary>
internal sealed class DownCommand() : EngineCommand(
    "down",
    "Remove all that was made: models, units, data, and the engine",
    "down")
{
    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false) is null)
        {
            if (!File.Exists(call.Engine.Data.Database))
            {
                call.Out.WriteLine($"Nothing to remove: no engine answers at {call.Engine.Data.Socket} and there is no model.");
                return 0;
            }

            // Units may run although the engine does not; only an engine knows how to remove them.
            await EngineStarter.StartAsync(call.Engine, listen: null, cancellationToken).ConfigureAwait(false);
        }

        await Teardown.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
