using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace Howdah.Engine.DebugLogs;

/// <summary>
/// A model's debug log: two files of bounded size, of which the older is thrown away when the newer is full. A line is with the
/// operating system when <see cref="Append"/> returns, so it survives the engine's death.
/// </summary>
internal sealed class DebugLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _most;
    private readonly List<Channel<LogEntry>> _followers = [];
    private FileStream _file;
    private bool _disposed;

    public DebugLog(string path, long bytes)
    {
        (_path, _most) = (path, bytes / 2);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = Open();
    }

    public void Append(LogEntry entry)
    {
        var line = Encoding.UTF8.GetBytes(LogLine.Write(entry));
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                if (_file.Position + line.Length > _most)
                {
                    Rotate();
                }

                _file.Write(line);
            }
            catch (IOException)
            {
                // A full disk must not stop the work that the line is about.
            }

            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(entry);
            }
        }
    }

    /// <summary>Lines that match, first the kept ones, then new ones when the query follows, until the log ends.</summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new LogFilter(query);
        var channel = Channel.CreateBounded<LogEntry>(
            new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        List<string> files;
        long end;
        lock (_lock)
        {
            files = [$"{_path}.1", _path];
            end = _disposed ? 0 : _file.Position;
            if (query.Follow && !_disposed)
            {
                _followers.Add(channel);
            }
            else
            {
                channel.Writer.Complete();
            }
        }

        try
        {
            var left = query.Limit ?? int.MaxValue;
            foreach (var entry in Kept(files, end, filter, query.Last))
            {
                if (left-- <= 0)
                {
                    yield break;
                }

                yield return entry;
            }

            while (query.Follow && left > 0 && await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (left > 0 && channel.Reader.TryRead(out var entry))
                {
                    if (filter.Matches(entry))
                    {
                        left--;
                        yield return entry;
                    }
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _followers.Remove(channel);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _file.Dispose();
            _followers.ForEach(follower => follower.Writer.TryComplete());
        }
    }

    /// <summary>Deletes the files.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
        File.Delete($"{_path}.1");
    }

    private static IEnumerable<LogEntry> Kept(List<string> files, long end, LogFilter filter, int? last)
    {
        if (last == 0)
        {
            yield break;
        }

        var tail = new Queue<LogEntry>();
        foreach (var file in files.Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            long read = 0;
            while ((file == files[0] || read < end) && reader.ReadLine() is { } line)
            {
                read += Encoding.UTF8.GetByteCount(line) + 1;
                if (LogLine.Read(line) is not { } entry || !filter.Matches(entry))
                {
                    continue;
                }

                if (last is null)
                {
                    yield return entry;
                    continue;
                }

                tail.Enqueue(entry);
                if (tail.Count > last)
                {
                    tail.Dequeue();
                }
            }
        }

        foreach (var entry in tail)
        {
            yield return entry;
        }
    }

    private void Rotate()
    {
        _file.Dispose();
        File.Move(_path, $"{_path}.1", overwrite: true);
        _file = Open();
    }

    private FileStream Open()
    {
        var file = new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Seek(0, SeekOrigin.End);
        return file;
    }
}
