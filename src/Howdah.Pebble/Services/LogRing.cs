using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>The last 100 KiB of a service's output. A reader that is too slow loses the oldest lines and is told so.</summary>
internal sealed class LogRing(string service, TimeProvider time, Action<LogEntry> added)
{
    private const int Capacity = 100 * 1024;
    private static long _sequence;
    private readonly Lock _gate = new();
    private readonly Queue<LogEntry> _entries = new();
    private int _size;
    private long _dropped;

    /// <summary>The number of the newest line that was dropped; 0 when none was.</summary>
    public long LastDropped
    {
        get
        {
            lock (_gate) return _dropped;
        }
    }

    /// <summary>The number of the newest line of all services.</summary>
    public static long LastSequence => Interlocked.Read(ref _sequence);

    public void Add(ReadOnlySpan<byte> line)
    {
        LogEntry entry;
        lock (_gate)
        {
            entry = new LogEntry(Interlocked.Increment(ref _sequence), time.GetUtcNow(), service, line.ToArray());
            _entries.Enqueue(entry);
            _size += Cost(entry);
            while (_size > Capacity && _entries.TryDequeue(out var oldest))
            {
                _size -= Cost(oldest);
                _dropped = oldest.Sequence;
            }
        }
        added(entry);
    }

    /// <summary>What is there after a sequence number, oldest first.</summary>
    public List<LogEntry> After(long sequence)
    {
        lock (_gate) return [.. _entries.Where(e => e.Sequence > sequence)];
    }

    /// <summary>What is there after a sequence number, led by a line that says so when some of it has been dropped.</summary>
    public List<LogEntry> Read(long sequence)
    {
        lock (_gate)
        {
            var entries = _entries.Where(e => e.Sequence > sequence);
            if (_dropped <= sequence) return [.. entries];
            return [new LogEntry(_dropped, time.GetUtcNow(), service, "(... output truncated ...)"u8.ToArray()), .. entries];
        }
    }

    // A stored line costs what its text form, `TIME [service] text`, would.
    private int Cost(LogEntry entry) => GoTime.Log(default).Length + service.Length + 5 + entry.Message.Length;
}
