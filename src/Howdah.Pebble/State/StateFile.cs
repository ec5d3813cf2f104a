using System.Buffers;
using System.IO.Pipelines;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Native;
using Howdah.Pebble.Notices;

namespace Howdah.Pebble.State;

/// <summary>
/// Keeps the state on disk. Changes are written in the background, all of a while at once, as the whole is written each time;
/// <see cref="FlushAsync"/> has it done now and waits until everything up to the call is safe. The file is replaced as a whole, so a crash
/// leaves the old or the new one.
/// </summary>
internal sealed class StateFile(string? path, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(3), _longestFlush = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Pipe _content = new(new PipeOptions(NativeMemoryPool.Instance, pauseWriterThreshold: 0, minimumSegmentSize: 64 * 1024));
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChangeStore? _changes;
    private NoticeStore? _notices;
    private IdentityStore? _identities;
    private long _wanted, _done;
    private Task _loop = Task.CompletedTask;

    /// <summary>Loads what a former run left, and starts to write.</summary>
    /// <exception cref="StateException">The file is of a newer version or is damaged.</exception>
    public void Start(ChangeStore changes, NoticeStore notices, IdentityStore identities)
    {
        (_changes, _notices, _identities) = (changes, notices, identities);
        if (path is null) return;
        if (File.Exists(path)) StateReader.Read(File.ReadAllBytes(path), changes, notices, identities);
        _loop = LoopAsync();
    }

    /// <summary>Notes that something changed.</summary>
    public void MarkDirty()
    {
        if (path is null) return;
        Interlocked.Increment(ref _wanted);
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    /// <summary>Waits until all changes so far are on disk, but not for a disk that does not take them.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var wanted = Interlocked.Read(ref _wanted);
        while (path is not null)
        {
            Task written;
            lock (_gate)
            {
                if (_done >= wanted) return;
                written = _written.Task;
            }
            if (_hurry.CurrentCount == 0) _hurry.Release();
            try
            {
                await written.WaitAsync(_longestFlush, time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    /// <summary>Writes a last time and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        if (_changes is not null && path is not null) TryWrite();
        _stop.Dispose();
        _wake.Dispose();
        _hurry.Dispose();
    }

    private async Task LoopAsync()
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(_stop.Token).ConfigureAwait(false);
                await _hurry.WaitAsync(_gathering, _stop.Token).ConfigureAwait(false);
                while (TryWrite() is { } error)
                {
                    Daemon.DaemonLog.Write($"Cannot write state file: {error}");
                    // The reference gives up after a while and ends, with every service: a full disk is no reason for that.
                    await Task.Delay(_retryAfter, time, _stop.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private string? TryWrite()
    {
        var version = Interlocked.Read(ref _wanted);
        try
        {
            StateWriter.Write(_content.Writer, _changes!, _notices!, _identities!);
            _content.Writer.Complete();
            if (_content.Reader.TryRead(out var content)) Write(content.Buffer);
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
        finally
        {
            _content.Writer.Complete();
            _content.Reader.Complete();
            _content.Reset();
        }
        lock (_gate)
        {
            _done = version;
            Interlocked.Exchange(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
        return null;
    }

    private unsafe void Write(ReadOnlySequence<byte> content)
    {
        var temporary = path + "~";
        var fd = SystemCallException.Check(Libc.Open(temporary, Libc.WriteOnly | Libc.Create | Libc.Truncate, 0x180), "open", temporary);
        try
        {
            foreach (var piece in content)
            {
                var rest = piece.Span;
                while (rest.Length > 0)
                {
                    fixed (byte* start = rest) rest = rest[SystemCallException.Check(Libc.Write(fd, start, rest.Length), "write", temporary)..];
                }
            }
            SystemCallException.Check(Libc.FSync(fd), "fsync", temporary);
        }
        finally
        {
            _ = Libc.Close(fd);
        }
        SystemCallException.Check(Libc.Rename(temporary, path!), "rename", temporary);
    }
}

/// <summary>A state file that cannot be used.</summary>
internal sealed class StateException(string message) : Exception(message);
