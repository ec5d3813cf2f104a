using Howdah.Engine.Agents;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine;

/// <summary>What every part of one engine shares.</summary>
internal sealed record EngineHost(
    IDocumentStore Store,
    ISubstrate Substrate,
    ControllerOptions Options,
    TimeProvider Time,
    ILoggerFactory Loggers)
{
    public CharmShelf Shelf { get; } = new(Store, Options.DataDirectory);

    public SemaphoreSlim HookTurns { get; } = new(Options.UnitsAtOnce);

    public DateTimeOffset Now => Time.GetUtcNow();
}
