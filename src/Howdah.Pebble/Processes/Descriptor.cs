using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>Our end of a pipe or a terminal: non-blocking, awaited through <see cref="Reactor"/>, closed once.</summary>
internal sealed class Descriptor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private int _fd;
    private int _users;
    private bool _closed;

    public Descriptor(int fd)
    {
        _fd = fd;
        _ = Libc.NonBlocking(fd);
    }

    /// <summary>Makes a pipe: our reading end, and the raw writing end for a child.</summary>
    public static unsafe (Descriptor Ours, int Childs) PipeFromChild()
    {
        var ends = stackalloc int[2];
        SystemCallException.Check(Libc.Pipe(ends), "pipe2", "pipe");
        return (new Descriptor(ends[0]), ends[1]);
    }

    /// <summary>Makes a pipe: our writing end, and the raw reading end for a child.</summary>
    public static unsafe (Descriptor Ours, int Childs) PipeToChild()
    {
        var ends = stackalloc int[2];
        SystemCallException.Check(Libc.Pipe(ends), "pipe2", "pipe");
        return (new Descriptor(ends[1]), ends[0]);
    }

    /// <summary>Reads what there is; 0 at the end of the stream (also when a terminal's last user has gone, or after a close).</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            if (!Enter()) return 0;
            try
            {
                var count = ReadNow(buffer.Span);
                if (count >= 0) return count;
                if (count is -Errno.InputOutput) return 0;
                if (count is -Errno.Interrupted) continue;
                if (count is not -Errno.Again) throw new SystemCallException("read", "pipe", count);
                await ReadyAsync(writable: false, cancellation).ConfigureAwait(false);
            }
            finally
            {
                Leave();
            }
            if (_closing.IsCancellationRequested) return 0;
        }
    }

    /// <summary>Writes all of it; false when the reader has gone.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        while (data.Length > 0)
        {
            if (!Enter()) return false;
            try
            {
                var count = WriteNow(data.Span);
                if (count >= 0) data = data[count..];
                else if (count is -Errno.Again) await ReadyAsync(writable: true, cancellation).ConfigureAwait(false);
                else if (count is not -Errno.Interrupted) return false;
            }
            finally
            {
                Leave();
            }
        }
        return true;
    }

    /// <summary>Tells a terminal its size.</summary>
    public void Resize(int columns, int rows)
    {
        if (!Enter()) return;
        _ = Libc.Resize(_fd, columns, rows);
        Leave();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
        }
        _closing.Cancel();
        Release();
    }

    private async Task ReadyAsync(bool writable, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await Reactor.ReadyAsync(_fd, writable, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Closed under us: the caller looks again and finds the end.
        }
    }

    // The number is given back to the system only when nobody reads or writes: else a new file could take it meanwhile.
    private bool Enter()
    {
        lock (_gate)
        {
            if (_closed) return false;
            _users++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate) _users--;
        Release();
    }

    private void Release()
    {
        lock (_gate)
        {
            if (!_closed || _users > 0 || _fd < 0) return;
            Reactor.Forget(_fd);
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }

    private unsafe int ReadNow(Span<byte> buffer)
    {
        fixed (byte* start = buffer) return Libc.Read(_fd, start, buffer.Length);
    }

    private unsafe int WriteNow(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data) return Libc.Write(_fd, start, data.Length);
    }
}
