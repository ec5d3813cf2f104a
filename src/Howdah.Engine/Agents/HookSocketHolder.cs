using Howdah.Engine.Hooks;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Agents;

/// <summary>The unit's hook socket, there from the moment that its place is made.</summary>
internal sealed class HookSocketHolder(string directory, ILogger log) : IAsyncDisposable
{
    private HookSocket? _socket;

    /// <summary>Begins to listen, once.</summary>
    public void Listen() => _socket ??= HookSocket.Listen(directory, log);

    /// <summary>Serves this dispatch until the result is disposed.</summary>
    public IDisposable Serve(HookContext context)
    {
        Listen();
        _socket!.Serve(context);
        return new Serving(_socket);
    }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _socket, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Serving(HookSocket socket) : IDisposable
    {
        public void Dispose() => socket.Serve(null);
    }
}
