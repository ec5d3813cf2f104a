using System.Globalization;
using System.Text;
using Howdah.Server.Client.Transport;

namespace Howdah.Server.Hosting;

/// <summary>
/// Makes sure that one engine at a time serves a data directory: a lock on <c>engine.lock</c>, which the kernel releases however the
/// engine ends. The file holds the engine's process id.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const int NoSpace = 28;

    // An engine that was killed keeps the lock until the kernel has taken it apart, which a person who starts the next one must not see.
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory if it is not there, and locks it.</summary>
    /// <exception cref="StartException">Another engine has it, or it cannot be written.</exception>
    public static async Task<DataDirectoryLock> TakeAsync(DataDirectory data, TimeProvider time)
    {
        var file = Open(data);
        try
        {
            var start = time.GetTimestamp();
            while (!ExclusiveLock.TryTake(file.SafeFileHandle))
            {
                if (time.GetElapsedTime(start) > Dying)
                {
                    throw new StartException(
                        $"another engine (pid {Owner(file)}) already serves {data.Location}; end it first, "
                        + $"or name another directory with {DataDirectory.Variable}");
                }

                await Task.Delay(Pause, time).ConfigureAwait(false);
            }

            file.SetLength(0);
            var id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";
            await file.WriteAsync(Encoding.ASCII.GetBytes(id)).ConfigureAwait(false);
            await file.FlushAsync().ConfigureAwait(false);
            return new DataDirectoryLock(file);
        }
        catch (IOException error)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw Explain(data, error);
        }
        catch (StartException)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Open(DataDirectory data)
    {
        try
        {
            Directory.CreateDirectory(data.Location, OwnerOnly);
            return new FileStream(data.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Explain(data, error);
        }
    }

    private static StartException Explain(DataDirectory data, Exception error) => error switch
    {
        IOException { HResult: NoSpace } => new(
            $"the disk is full: cannot write to the data directory {data.Location}; free some space and try again", error),
        UnauthorizedAccessException or IOException when !IsWritable(data.Location) => new(
            $"cannot write to the data directory {data.Location}: {error.Message} Give it to user {Environment.UserName}, "
            + $"or name another one with {DataDirectory.Variable}", error),
        _ => new($"cannot use the data directory {data.Location}: {error.Message}", error),
    };

    private static bool IsWritable(string directory)
    {
        try
        {
            var probe = Path.Combine(directory, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Owner(FileStream file)
    {
        Span<byte> text = stackalloc byte[32];
        var pid = Encoding.ASCII.GetString(text[..file.Read(text)]).Trim();
        return pid.Length > 0 ? pid : "unknown";
    }
}
