using System.IO.Pipelines;
using System.Security.Authentication;
using Howdah.Pebble.Api;
using Howdah.Pebble.Daemon;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Howdah.Pebble.Tls;

/// <summary>Puts TLS under the HTTP of a listener.</summary>
internal static class TlsConnections
{
    private static readonly TimeSpan _handshakeLimit = TimeSpan.FromSeconds(10);

    public static void UseTls(this ListenOptions listener, TlsSettings settings, TimeProvider time) =>
        listener.Use(next => connection => ServeAsync(connection, settings, time, next));

    private static async Task ServeAsync(ConnectionContext connection, TlsSettings settings, TimeProvider time,
        ConnectionDelegate next)
    {
        var plain = connection.Transport;
        await using var tls = new TlsStream(settings.NewSession(), plain.Input.AsStream(), plain.Output.AsStream());
        byte[] certificate;
        try
        {
            using var limit = new CancellationTokenSource(_handshakeLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
            certificate = await tls.HandshakeAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException)
        {
            DaemonLog.Debug($"TLS connection of {connection.RemoteEndPoint} refused: {failure.Message}");
            return;
        }
        var peer = new TlsPeer(certificate);
        connection.Features.Set(peer);
        connection.Features.Set<ITlsConnectionFeature>(peer);
        connection.Transport = new Duplex(PipeReader.Create(tls), PipeWriter.Create(tls));
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            await connection.Transport.Input.CompleteAsync().ConfigureAwait(false);
            await connection.Transport.Output.CompleteAsync().ConfigureAwait(false);
            connection.Transport = plain;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
