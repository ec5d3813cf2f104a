using Howdah.Cli.Invocation;
using Howdah.Server.Client.Errors;

namespace Howdah.Cli.Engine;

/// <summary>Removes all that an engine made, and the engine.</summary>
internal static class Teardown
{
    /// <summary>Returns when nothing of it is left.</summary>
    public static async Task RunAsync(Call call, CancellationToken cancellationToken)
    {
        call.Error.WriteLine("Removing all models with their units and data...");
        var info = await call.Engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        await call.Engine.DestroyControllerAsync(cancellationToken).ConfigureAwait(false);
        await EndOfProcess.WaitAsync(info.Pid, TimeSpan.FromSeconds(30), cancellationToken).ConfigureAwait(false);
        call.Out.WriteLine($"All that was in {info.DataDirectory} is gone.");
    }
}
