using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>PgBouncer refused a command; the message is its own.</summary>
internal sealed class AdminConsoleException(string message) : Exception(message);

/// <summary>
/// PgBouncer's admin console over its socket, where the account that it runs as needs no password. The console knows simple queries
/// only, which Npgsql does not send, so the few messages are spoken here.
/// See https://www.pgbouncer.org/usage.html#admin-console and https://www.postgresql.org/docs/15/protocol-message-formats.html.
/// </summary>
/// <param name="socket">Path of the socket.</param>
internal sealed class AdminConsole(string socket)
{
    /// <summary>The database that PgBouncer itself is.</summary>
    internal const string Database = "pgbouncer";

    private const int Version3 = 196608;
    private const int LongestMessage = 1 << 20;

    /// <summary>Runs a command and waits for its end.</summary>
    /// <exception cref="AdminConsoleException">PgBouncer refuses it.</exception>
    /// <exception cref="IOException">PgBouncer does not run or went away.</exception>
    internal Task RunAsync(string command, CancellationToken cancellation) => RunAsync(command, static (_, _) => { }, cancellation);

    /// <summary>The rows that a command shows: values by the names of their columns.</summary>
    /// <exception cref="AdminConsoleException">PgBouncer refuses it.</exception>
    /// <exception cref="IOException">PgBouncer does not run or went away.</exception>
    internal async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ShowAsync(string command, CancellationToken cancellation)
    {
        var (names, rows) = (new List<string>(), new List<IReadOnlyDictionary<string, string>>());
        await RunAsync(command, Read, cancellation);
        return rows;

        void Read(char type, byte[] body)
        {
            if (type == 'T')
            {
                names = ColumnNames(body);
            }
            else if (type == 'D')
            {
                rows.Add(names.Zip(Values(body)).ToDictionary(StringComparer.Ordinal));
            }
        }
    }

    private async Task RunAsync(string command, Action<char, byte[]> heard, CancellationToken cancellation)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
        }
        catch (SocketException error)
        {
            throw new IOException($"PgBouncer does not answer on {socket}: {error.Message}", error);
        }

        await using var stream = new NetworkStream(connection);
        await SendAsync(stream, null, [.. Number(Version3), .. Text("user"), .. Text("pgbouncer"), .. Text("database"), .. Text(Database), 0], cancellation);
        await ReadyAsync(stream, heard, cancellation);
        await SendAsync(stream, 'Q', Text(command), cancellation);
        await ReadyAsync(stream, heard, cancellation);
        await SendAsync(stream, 'X', [], cancellation);
    }

    private static async Task SendAsync(NetworkStream stream, char? type, byte[] body, CancellationToken cancellation)
    {
        byte[] message = [.. type is { } t ? [(byte)t] : Array.Empty<byte>(), .. Number(body.Length + sizeof(int)), .. body];
        await stream.WriteAsync(message, cancellation);
    }

    /// <summary>Reads messages until the console waits for a command; throws what it says against the last one.</summary>
    private static async Task ReadyAsync(NetworkStream stream, Action<char, byte[]> heard, CancellationToken cancellation)
    {
        string? refusal = null;
        var header = new byte[1 + sizeof(int)];
        while (true)
        {
            await stream.ReadExactlyAsync(header, cancellation);
            var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - sizeof(int);
            if (length is < 0 or > LongestMessage)
            {
                throw new IOException($"PgBouncer sent a message of {length} bytes");
            }

            var body = new byte[length];
            await stream.ReadExactlyAsync(body, cancellation);
            heard((char)header[0], body);
            switch ((char)header[0])
            {
                case 'R' when BinaryPrimitives.ReadInt32BigEndian(body) != 0:
                    throw new AdminConsoleException("PgBouncer asks for a password: it runs as another account than this process");
                case 'E':
                    refusal = ErrorText(body);
                    if (refusal.StartsWith("FATAL", StringComparison.Ordinal))
                    {
                        throw new AdminConsoleException(refusal);
                    }

                    break;
                case 'Z' when refusal is not null:
                    throw new AdminConsoleException(refusal);
                case 'Z':
                    return;
            }
        }
    }

    // How many, then a name each, with 18 bytes on its type.
    private static List<string> ColumnNames(byte[] body)
    {
        const int aboutType = 18;
        var (names, at) = (new List<string>(), sizeof(short));
        while (names.Count < BinaryPrimitives.ReadInt16BigEndian(body))
        {
            var end = Array.IndexOf(body, (byte)0, at);
            names.Add(Encoding.UTF8.GetString(body, at, end - at));
            at = end + 1 + aboutType;
        }

        return names;
    }

    // How many, then a length each, below 0 for null, and the text.
    private static List<string> Values(byte[] body)
    {
        var (values, at) = (new List<string>(), sizeof(short));
        while (values.Count < BinaryPrimitives.ReadInt16BigEndian(body))
        {
            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at)));
            values.Add(Encoding.UTF8.GetString(body, at + sizeof(int), length));
            at += sizeof(int) + length;
        }

        return values;
    }

    // Fields of one letter and a text each: S the severity, M the message.
    private static string ErrorText(byte[] body)
    {
        var fields = Encoding.UTF8.GetString(body).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToLookup(f => f[0], f => f[1..]);
        return $"{fields['S'].FirstOrDefault()}: {fields['M'].FirstOrDefault()}";
    }

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
