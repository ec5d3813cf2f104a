using System.Runtime.InteropServices;

namespace Howdah.Cli.Invocation;

/// <summary>
/// SIGINT and SIGTERM of this program. They interrupt the command, unless it hands them on, as a command that runs in a container does; a
/// second SIGINT always interrupts.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _interrupted = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _handedOn;

    /// <summary>Begins to listen.</summary>
    public Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Set when the command is to stop.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    /// <summary>Takes a signal's name instead of the command being interrupted.</summary>
    public Action<string>? HandOn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _interrupted.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (HandOn is { } handOn && (context.Signal == PosixSignal.SIGTERM || Interlocked.Increment(ref _handedOn) == 1))
        {
            handOn(context.Signal.ToString());
        }
        else
        {
            _interrupted.Cancel();
        }
    }
}
