using System.Runtime.InteropServices;

namespace Howdah.Cli.Terminals;

/// <summary>
/// One of the standard descriptors, with plain <c>read</c> and <c>write</c>: <see cref="FileStream"/> keeps a position of its own and would
/// write over what other programs appended to the same file.
/// </summary>
/// <param name="descriptor">0, 1 or 2.</param>
internal sealed unsafe partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int IoError = 5;
    private const short Readable = 1;
    private const short Writable = 4;

    /// <inheritdoc/>
    public override bool CanRead => descriptor == 0;

    /// <inheritdoc/>
    public override bool CanWrite => descriptor != 0;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint count;
            while ((count = NativeRead(descriptor, bytes, (nuint)buffer.Length)) < 0 && MayRetry(Readable))
            {
            }

            // A terminal that went away reads as an error; for us it is the end like any other.
            return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == IoError ? 0 : throw Failure();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var count = NativeWrite(descriptor, bytes + done, (nuint)(buffer.Length - done));
                if (count < 0 && !MayRetry(Writable))
                {
                    throw Failure();
                }

                done += (int)Math.Max(0, count);
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private static IOException Failure()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    private bool MayRetry(short events)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == TryAgain)
        {
            // Somebody else made the descriptor non-blocking; they share it with us.
            var wait = new Poll { Descriptor = descriptor, Events = events };
            _ = NativePoll(&wait, 1, -1);
            return true;
        }

        return error == Interrupted;
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint NativeRead(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint NativeWrite(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int NativePoll(Poll* descriptors, nuint count, int timeout);

    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
