using System.Buffers;
using System.Text;

namespace Howdah.Engine.Hooks;

/// <summary>
/// What a charm prints: line by line for the debug log, and kept whole for the result of a task. A line that does not end is taken in
/// pieces, and only so much is kept: a charm can print without end.
/// </summary>
internal sealed class OutputCapture
{
    private const int MostKept = 4 << 20;
    private const int MostInLine = 64 << 10;

    private readonly Stream _stream;
    private readonly Action<string> _line;
    private readonly bool _keep;
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly ArrayBufferWriter<byte> _rest = new();

    private OutputCapture(Stream stream, Action<string> line, bool keep, CancellationToken cancellationToken)
    {
        (_stream, _line, _keep) = (stream, line, keep);
        Completion = ReadAsync(cancellationToken);
    }

    /// <summary>Ends when everything is read.</summary>
    public Task Completion { get; }

    /// <summary>What was read so far, when it is to be kept; at most 4 MiB of it.</summary>
    public byte[] Kept
    {
        get
        {
            lock (_lock)
            {
                return _kept.WrittenSpan.ToArray();
            }
        }
    }

    /// <summary>Begins to read to the end.</summary>
    public static OutputCapture Begin(Stream stream, Action<string> line, bool keep, CancellationToken cancellationToken) =>
        new(stream, line, keep, cancellationToken);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        int count;
        while ((count = await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Keep(buffer.AsSpan(0, count));
            foreach (var octet in buffer.AsMemory(0, count).ToArray())
            {
                if (octet == '\n')
                {
                    Flush();
                    continue;
                }

                _rest.Write([octet]);
                if (_rest.WrittenCount == MostInLine)
                {
                    Flush();
                }
            }
        }

        Flush();
    }

    private void Keep(ReadOnlySpan<byte> read)
    {
        if (!_keep)
        {
            return;
        }

        lock (_lock)
        {
            _kept.Write(read[..Math.Min(read.Length, MostKept - _kept.WrittenCount)]);
        }
    }

    private void Flush()
    {
        if (_rest.WrittenCount > 0)
        {
            _line(Encoding.UTF8.GetString(_rest.WrittenSpan).TrimEnd('\r'));
            _rest.ResetWrittenCount();
        }
    }
}
