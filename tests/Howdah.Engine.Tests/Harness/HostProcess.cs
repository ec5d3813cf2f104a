using System.Diagnostics;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Tests.Harness;

/// <summary>A process of this machine as a process in a container.</summary>
internal sealed class HostProcess : IContainerProcess
{
    private readonly Process _process;
    private readonly Action _ended;

    public HostProcess(Process process, Action ended)
    {
        (_process, _ended) = (process, ended);
        ExitCode = WaitAsync();
    }

    public Stream StandardInput => _process.StandardInput.BaseStream;

    public Stream StandardOutput => _process.StandardOutput.BaseStream;

    public Stream StandardError => _process.StandardError.BaseStream;

    public Task<int> ExitCode { get; }

    public Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        Kill(_process);
        return Task.CompletedTask;
    }

    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Kill(_process);
        await ExitCode;
        _ended();
        _process.Dispose();
    }

    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
