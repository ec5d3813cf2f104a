using System.Security.Authentication;

namespace Howdah.Pebble.Tls;

/// <summary>How an operation of a session ended.</summary>
internal enum TlsResult
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>More of what the client sends is needed.</summary>
    WantsInput,

    /// <summary>The client has said farewell.</summary>
    Closed,

    /// <summary>The connection can't be used any more.</summary>
    Broken,
}

/// <summary>
/// The server's side of one TLS connection, without its transport: what the client sends goes in through <see cref="Receive"/>,
/// what is to be sent comes out of <see cref="Take"/>. OpenSSL keeps its errors by thread, so each operation is one whole step.
/// </summary>
internal sealed unsafe class TlsSession : IDisposable
{
    private readonly Lock _gate = new();
    private readonly nint _in, _out;
    private nint _ssl;

    /// <param name="ssl">OpenSSL's connection, which this frees.</param>
    public TlsSession(nint ssl)
    {
        (_ssl, _in, _out) = (ssl, OpenSsl.PipeNew(OpenSsl.MemoryPipe()), OpenSsl.PipeNew(OpenSsl.MemoryPipe()));
        OpenSsl.SetPipes(_ssl, _in, _out);
        OpenSsl.Accept(_ssl);
    }

    /// <summary>Takes the handshake as far as it goes.</summary>
    public TlsResult Handshake()
    {
        lock (_gate)
        {
            Begin();
            return Result(OpenSsl.Handshake(_ssl));
        }
    }

    /// <summary>Decrypts what has come in.</summary>
    public TlsResult Read(Span<byte> buffer, out int count)
    {
        lock (_gate)
        {
            Begin();
            fixed (byte* bytes = buffer) count = OpenSsl.Read(_ssl, bytes, buffer.Length);
            return Result(count);
        }
    }

    /// <summary>Encrypts what is to be sent: all of it, or nothing.</summary>
    public TlsResult Write(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            Begin();
            fixed (byte* bytes = data) return Result(OpenSsl.Write(_ssl, bytes, data.Length));
        }
    }

    /// <summary>Says farewell.</summary>
    public void Close()
    {
        lock (_gate)
        {
            Begin();
            _ = OpenSsl.Shutdown(_ssl);
        }
    }

    /// <summary>Takes in what the client sent.</summary>
    public void Receive(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            Begin();
            fixed (byte* bytes = data) _ = OpenSsl.PipeWrite(_in, bytes, data.Length);
        }
    }

    /// <summary>Gives what is to be sent; 0 or less when there is nothing.</summary>
    public int Take(Span<byte> buffer)
    {
        lock (_gate)
        {
            Begin();
            fixed (byte* bytes = buffer) return OpenSsl.PipeRead(_out, bytes, buffer.Length);
        }
    }

    /// <summary>The client's certificate (DER).</summary>
    /// <exception cref="AuthenticationException">The client sent more than that one.</exception>
    public byte[] PeerCertificate()
    {
        lock (_gate)
        {
            Begin();
            if (OpenSsl.PeerChain(_ssl) is var chain and not 0 && OpenSsl.StackCount(chain) > 0)
            {
                throw new AuthenticationException("the client sent more than one certificate");
            }
            var certificate = OpenSsl.PeerCertificate(_ssl);
            var der = new byte[OpenSsl.CertificateWrite(certificate, null)];
            fixed (byte* start = der)
            {
                var at = start;
                _ = OpenSsl.CertificateWrite(certificate, &at);
            }
            OpenSsl.CertificateFree(certificate);
            return der;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            OpenSsl.Free(_ssl);
            _ssl = 0;
        }
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_ssl == 0, this);
        OpenSsl.ClearErrors();
    }

    private TlsResult Result(int result) => result > 0 ? TlsResult.Done : OpenSsl.Error(_ssl, result) switch
    {
        OpenSsl.ErrorWantRead => TlsResult.WantsInput,
        OpenSsl.ErrorZeroReturn => TlsResult.Closed,
        _ => TlsResult.Broken,
    };
}
