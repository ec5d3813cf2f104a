using System.Buffers;
using System.Security.Authentication;

namespace Howdah.Pebble.Tls;

/// <summary>A TLS connection with a client, as the stream of what is said over it.</summary>
internal sealed class TlsStream(TlsSession session, Stream input, Stream output) : Stream
{
    private const int Chunk = 16 * 1024, Overhead = 1024;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _received = new byte[Chunk];

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Makes the handshake and answers the client's certificate (DER).</summary>
    /// <exception cref="AuthenticationException">The client does not do what is asked of it.</exception>
    public async Task<byte[]> HandshakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = session.Handshake();
            await SendAsync(cancellation).ConfigureAwait(false);
            if (result is TlsResult.Done) return session.PeerCertificate();
            if (result is not TlsResult.WantsInput) throw new AuthenticationException("the handshake failed");
            if (!await ReceiveAsync(cancellation).ConfigureAwait(false))
            {
                throw new AuthenticationException("the client left during the handshake");
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var result = session.Read(buffer.Span, out var count);
            if (result is TlsResult.Done) return count;
            await SendAsync(cancellationToken).ConfigureAwait(false);
            if (result is TlsResult.Broken) throw new IOException("the TLS connection is broken");
            if (result is TlsResult.Closed || !await ReceiveAsync(cancellationToken).ConfigureAwait(false)) return 0;
        }
        return 0;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, Chunk)];
            if (session.Write(part.Span) is not TlsResult.Done) throw new IOException("the TLS connection is broken");
            await SendAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[part.Length..];
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Says farewell and frees what belongs to the connection.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            session.Close();
            await SendAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // The client has left already.
        }
        session.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        var count = await input.ReadAsync(_received, cancellation).ConfigureAwait(false);
        session.Receive(_received.AsSpan(0, count));
        return count > 0;
    }

    // The parts must go out in the order in which the session made them.
    private async Task SendAsync(CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk + Overhead);
        try
        {
            while (session.Take(buffer) is var count and > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            }
            await output.FlushAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _sending.Release();
        }
    }
}
