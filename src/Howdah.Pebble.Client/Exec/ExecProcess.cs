namespace Howdah.Pebble.Client;

/// <summary>A command that a real daemon runs.</summary>
internal sealed class ExecProcess(
    PebbleClient client, string program, string change, ExecSocket control, ExecSocket stdio, ExecSocket? stderr) : PebbleProcess
{
    public override string Program => program;

    public override Stream Stdin { get; } = new ExecStream(stdio, input: true);

    public override Stream Stdout { get; } = new ExecStream(stdio, input: false);

    public override Stream Stderr { get; } = stderr is null ? Stream.Null : new ExecStream(stderr, input: false);

    public override async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        var ended = await client.WaitChangeAsync(change, null, cancellationToken);
        if (ended.Err is { Length: > 0 } error)
        {
            throw new PebbleChangeException(error, ended);
        }

        return ended.Tasks is [{ Data: { } data }, ..] && data.TryGetValue("exit-code", out var code)
            ? code.GetInt32()
            : throw new PebbleProtocolException("a command ended without an exit code");
    }

    public override Task SendSignalAsync(string signal, CancellationToken cancellationToken = default) =>
        control.CommandAsync(new ExecCommand("signal", Signal: new ExecSignal(signal)), cancellationToken);

    public override Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken = default) =>
        control.CommandAsync(new ExecCommand("resize", Resize: new ExecSize(columns, rows)), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        control.Dispose();
        stdio.Dispose();
        stderr?.Dispose();
        return ValueTask.CompletedTask;
    }
}
