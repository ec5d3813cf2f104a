using System.Runtime.InteropServices;
using Howdah.Pebble.Client;
using Howdah.Pebble.Native;

namespace Howdah.Pebble.Cli;

/// <summary>Passes our signals on to the remote command.</summary>
internal sealed class ForwardedSignals : IDisposable
{
    private const PosixSignal Usr1 = (PosixSignal)10, Usr2 = (PosixSignal)12;

    private static readonly (PosixSignal Signal, string Name)[] _forwarded =
    [
        (PosixSignal.SIGHUP, "SIGHUP"), (PosixSignal.SIGINT, "SIGINT"), (PosixSignal.SIGQUIT, "SIGQUIT"), (PosixSignal.SIGTERM, "SIGTERM"),
        (PosixSignal.SIGCONT, "SIGCONT"), (PosixSignal.SIGTSTP, "SIGTSTP"), (PosixSignal.SIGTTIN, "SIGTTIN"), (PosixSignal.SIGTTOU, "SIGTTOU"),
        (Usr1, "SIGUSR1"), (Usr2, "SIGUSR2"),
    ];

    private readonly List<PosixSignalRegistration> _registrations = [];

    public ForwardedSignals(PebbleProcess process, bool terminal)
    {
        foreach (var (signal, name) in _forwarded)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                HungUp |= signal == PosixSignal.SIGHUP;
                _ = process.SendSignalAsync(name);
            }));
        }
        if (!terminal) return;
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context =>
        {
            if (Libc.Window(1, out var columns, out var rows) == 0) _ = process.ResizeAsync(columns, rows);
        }));
    }

    /// <summary>Whether our own terminal is gone.</summary>
    public bool HungUp { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
