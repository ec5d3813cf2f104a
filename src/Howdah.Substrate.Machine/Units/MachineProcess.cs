using Howdah.Engine.Substrates;
using Howdah.Pebble.Client;

namespace Howdah.Substrate.Machine.Units;

/// <summary>A process that the Pebble of a sandbox runs.</summary>
internal sealed class MachineProcess(PebbleProcess process) : IContainerProcess
{
    /// <inheritdoc/>
    public Stream StandardInput => process.Stdin;

    /// <inheritdoc/>
    public Stream StandardOutput => process.Stdout;

    /// <inheritdoc/>
    public Stream StandardError => process.Stderr;

    /// <inheritdoc/>
    public Task<int> ExitCode { get; } = process.WaitAsync();

    /// <inheritdoc/>
    public Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        process.SendSignalAsync(signal, cancellationToken);

    /// <inheritdoc/>
    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) =>
        process.ResizeAsync(size.Columns, size.Rows, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
