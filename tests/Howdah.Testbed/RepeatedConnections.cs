using Npgsql;

namespace Howdah.Testbed;

/// <summary>A client that connects anew for each query, from its making on; any failure ends it.</summary>
public sealed class RepeatedConnections : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _client;

    /// <summary>Begins.</summary>
    public RepeatedConnections(string connectionString, string query = "select 1") => _client = ConnectAsync(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 30 }.ConnectionString, query);

    /// <summary>Ends it; throws what made it fail.</summary>
    /// <returns>How many connections it made.</returns>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _client is > 0 and var count ? count : throw new InvalidOperationException("it never connected");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task<int> ConnectAsync(string connectionString, string query)
    {
        var connections = 0;
        do
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(CancellationToken.None);
            await using var command = new NpgsqlCommand(query, connection);
            await command.ExecuteScalarAsync(CancellationToken.None);
            connections++;
        }
        while (!_stop.IsCancellationRequested);

        return connections;
    }
}
