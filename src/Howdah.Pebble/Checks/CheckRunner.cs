using System.Net.Sockets;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Checks;

/// <summary>Runs a check once. The answer is null, or what is wrong.</summary>
internal static class CheckRunner
{
    public static async Task<string?> RunAsync(CheckConfig check, CombinedPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(check.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (check.Http is { } http) return await HttpCheckRunner.RunAsync(http, either.Token).ConfigureAwait(false);
            if (check.Tcp is { } tcp) return await TcpAsync(tcp, either.Token).ConfigureAwait(false);
            return await ExecCheckRunner.RunAsync(check.Exec!, plan, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var deadline = "context deadline exceeded";
            return check.Exec is not null ? $"check timed out after {GoDuration.Format(check.Limit)}"
                : check.Http is { } h ? $"Get {GoQuote.Quote(h.Url)}: {deadline}" : $"dial tcp {check.Tcp!.Host ?? "localhost"}:{check.Tcp.Port}: i/o timeout";
        }
    }

    private static async Task<string?> TcpAsync(TcpCheck check, CancellationToken cancellation)
    {
        var host = string.IsNullOrEmpty(check.Host) ? "localhost" : check.Host;
        return await Dial.TryAsync(host, check.Port!.Value, cancellation).ConfigureAwait(false);
    }
}

/// <summary>Connects as Go does, for its error texts.</summary>
internal static class Dial
{
    /// <summary>Connects and closes; null, or e.g. <c>dial tcp [::1]:8000: connect: connection refused</c>.</summary>
    public static async Task<string?> TryAsync(string host, int port, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (SocketException failure)
        {
            return Error(host, port, failure);
        }
    }

    public static string Error(string host, int port, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"dial tcp: lookup {host}: no such host",
        _ => $"dial tcp {Address(host)}:{port}: connect: {Native.Errno.Text(failure.NativeErrorCode)}",
    };

    private static string Address(string host)
    {
        var address = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : host;
        return address.Contains(':', StringComparison.Ordinal) ? $"[{address.Trim('[', ']')}]" : address;
    }
}
