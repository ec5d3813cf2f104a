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
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory if it is not there, and locks it.</summary>
    /// <exception cref="StartException">Another engine has it, or it cannot be written.</exception>
    public static DataDirectoryLock Take(DataDirectory data)
    {
        var file = Open(data);
        try
        {
            if (!ExclusiveLock.TryTake(file.SafeFileHandle))
            {
                throw new StartException(
                    $"another engine (pid {Owner(file)}) already serves {data.Location}; end it first, "
                    + $"or name another directory with {DataDirectory.Variable}");
            }

            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush(flushToDisk: false);
            return new DataDirectoryLock(file);
        }
        catch (IOException error)
        {
            file.Dispose();
            throw Explain(data, error);
        }
        catch (StartException)
        {
            file.Dispose();
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
