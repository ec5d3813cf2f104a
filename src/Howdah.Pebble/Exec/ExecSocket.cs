using System.Net.WebSockets;

namespace Howdah.Pebble.Exec;

/// <summary>The place of one of a session's websockets: taken once, connected, and at last let go.</summary>
internal sealed class ExecSocket
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Task Connected => _connected.Task;

    /// <summary>Completes when the session has no more use for it.</summary>
    public Task Abandoned => _abandoned.Task;

    public WebSocket? Socket { get; private set; }

    /// <summary>Reserves it; false when another connection has it.</summary>
    public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    public void Connect(WebSocket socket)
    {
        Socket = socket;
        _connected.TrySetResult();
    }

    public void Abandon() => _abandoned.TrySetResult();
}
