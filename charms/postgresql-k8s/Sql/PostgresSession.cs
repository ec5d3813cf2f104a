using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Sql;

/// <summary>A connection to one PostgreSQL, as a superuser.</summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private const int ConnectSeconds = 2;
    private const int CommandSeconds = 15;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresSession(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    /// <summary>Version of the server, <c>15.20</c>.</summary>
    internal string ServerVersion => _connection.PostgreSqlVersion.ToString();

    /// <summary>Opens a connection.</summary>
    /// <exception cref="NpgsqlException">The server does not answer or refuses.</exception>
    internal static async Task<PostgresSession> OpenAsync(
        string address, Credentials user, string database, CancellationToken cancellation)
    {
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = address,
            Port = Ports.Postgresql,
            Username = user.Username,
            Password = user.Password,
            Database = database,
            ApplicationName = "howdah",
            Pooling = false,
            Timeout = ConnectSeconds,
            CommandTimeout = CommandSeconds,

            // It would cost each session another connection to find that it cannot be.
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        if (user.Trusted is not null)
        {
            options.SslMode = SslMode.VerifyFull;
        }

        var builder = new NpgsqlSlimDataSourceBuilder(options.ConnectionString);
        builder.EnableTransportSecurity();

        // A long query for types that are not used here.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (user.Trusted is { } trusted)
        {
            builder.UseRootCertificates(CertificateChain.Parse(trusted));
        }

        var source = builder.Build();
        try
        {
            return new(source, await source.OpenConnectionAsync(cancellation));
        }
        catch (Exception error)
        {
            await source.DisposeAsync();
            if (error is TimeoutException or System.Net.Sockets.SocketException)
            {
                throw new NpgsqlException(error.Message, error);
            }

            throw;
        }
    }

    /// <summary>
    /// Opens a connection to set something up that is checked again and again: while no standby confirms writes yet, this session's
    /// commits do not wait for one.
    /// </summary>
    internal static async Task<PostgresSession> OpenForSetupAsync(
        string address, Credentials user, string database, CancellationToken cancellation)
    {
        var session = await OpenAsync(address, user, database, cancellation);
        var confirmed = await session.QueryAsync(
            "select count(*)::text from pg_stat_replication where sync_state in ('sync', 'quorum')", r => r.GetString(0), cancellation);
        if (confirmed is ["0"])
        {
            await session.RunAsync("set synchronous_commit = local", cancellation);
        }

        return session;
    }

    /// <summary>Calls <paramref name="hear"/> with the payload of each notification on a channel, while the session waits.</summary>
    internal async Task ListenAsync(string channel, Action<string> hear, CancellationToken cancellation)
    {
        _connection.Notification += (_, e) =>
        {
            if (string.Equals(e.Channel, channel, StringComparison.Ordinal))
            {
                hear(e.Payload);
            }
        };
        await RunAsync($"listen {SqlText.Name(channel)}", cancellation);
    }

    /// <summary>Waits until something is heard, so long at most.</summary>
    internal Task WaitAsync(TimeSpan limit, CancellationToken cancellation) =>
        // Npgsql counts whole milliseconds, and none of them as no limit.
        _connection.WaitAsync(TimeSpan.FromMilliseconds(Math.Max(Math.Ceiling(limit.TotalMilliseconds), 1)), cancellation);

    internal async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
