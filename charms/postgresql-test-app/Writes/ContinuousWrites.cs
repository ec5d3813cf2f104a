using System.Runtime.InteropServices;
using Npgsql;

namespace Howdah.Charms.PostgresqlTestApp.Writes;

/// <summary>The writer: a process of its own in the container. It inserts one number after the other until it is told to stop.</summary>
internal sealed class ContinuousWrites(string folder, TimeProvider time) : IDisposable
{
    /// <summary>The first argument of the executable that starts it; the folder with its files follows.</summary>
    internal const string EntryPoint = "continuous-writes";

    /// <summary>Name of the file with its settings.</summary>
    internal const string Settings = "writer.json";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly WriteLog _log = new(folder);
    private NpgsqlConnection? _connection;

    /// <summary>Runs until SIGTERM or SIGINT.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var folder])
        {
            await Console.Error.WriteLineAsync($"usage: {EntryPoint} FOLDER");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var writes = new ContinuousWrites(folder, TimeProvider.System);
        await writes.RunAsync(stop.Token);
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Writes until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        var last = time.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            var number = _log.Begin();
            while (!await TryOpenAsync(cancellation))
            {
                if (cancellation.IsCancellationRequested)
                {
                    break;
                }
            }

            if (_connection is not null && await TryInsertAsync(number))
            {
                _log.Acknowledge(number, time.GetElapsedTime(last));
                last = time.GetTimestamp();
            }
            else
            {
                _log.Doubt(number);
                await CloseAsync();
            }

            await PauseAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _log.Dispose();
    }

    // The file is read anew each time: after a failover the primary is elsewhere.
    private async Task<bool> TryOpenAsync(CancellationToken cancellation)
    {
        if (_connection is not null)
        {
            return true;
        }

        try
        {
            _connection = await WriterSettings.Load(Path.Combine(folder, Settings)).OpenAsync(cancellation);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException or IOException
            or System.Net.Sockets.SocketException)
        {
            await PauseAsync(cancellation);
            return false;
        }
    }

    private async Task<bool> TryInsertAsync(long number)
    {
        try
        {
            await using var insert = new NpgsqlCommand($"insert into {WritesTable.Name} (number) values ($1)", _connection);
            insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            Console.Error.WriteLine($"{number} failed: {e.Message}");
            return false;
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }

    private Task PauseAsync(CancellationToken cancellation) =>
        Task.Delay(Pause, time, cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
