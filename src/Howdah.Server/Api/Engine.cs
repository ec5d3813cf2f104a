using Howdah.Engine;
using Howdah.Server.Client.Transport;
using Howdah.Server.Hosting;

namespace Howdah.Server.Api;

/// <summary>What every request may need.</summary>
/// <param name="Controller">The models.</param>
/// <param name="Place">Kind of place that carries the units.</param>
/// <param name="Data">The folder that is served.</param>
/// <param name="Ending">How the service is to end.</param>
/// <param name="Lifetime">Ends the service.</param>
/// <param name="Log">The engine's log.</param>
/// <param name="FindRemote">Finds where it listens for callers over TLS, which is known once it does.</param>
internal sealed record Engine(
    Controller Controller, string Place, DataDirectory Data, EndOfService Ending, IHostApplicationLifetime Lifetime, ILogger Log, Func<Remote?> FindRemote)
{
    /// <summary>Where it listens for callers over TLS; null for nowhere.</summary>
    public Remote? Remote => FindRemote();
}
