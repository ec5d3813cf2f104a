namespace Howdah.Pebble.Client;

/// <summary>A direction of an <see cref="ExecSocket"/> as a stream.</summary>
internal sealed class ExecStream(ExecSocket socket, bool input) : Stream
{
    private bool disposed;

    public override bool CanRead => !input;

    public override bool CanSeek => false;

    public override bool CanWrite => input && !disposed;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        input ? throw new NotSupportedException() : socket.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return input ? socket.WriteAsync(buffer, cancellationToken) : throw new NotSupportedException();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Streams of a command are asynchronous.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Streams of a command are asynchronous.");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>For input this is its end; a command that has ended already does not mind.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (input && !disposed)
        {
            disposed = true;
            try
            {
                await socket.EndInputAsync();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
            }
        }

        await base.DisposeAsync();
    }
}
