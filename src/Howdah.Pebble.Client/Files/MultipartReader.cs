using System.Text;

namespace Howdah.Pebble.Client;

/// <summary>Reads the parts of a multipart body one after the other, without holding more than a buffer of it.</summary>
internal sealed class MultipartReader(Stream stream, string boundary)
{
    private readonly byte[] delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool begun;

    /// <summary>Goes to the next part; call it when the one before is read to its end.</summary>
    /// <returns>The name in its Content-Disposition, or null after the last part.</returns>
    public async Task<string?> NextPartAsync(CancellationToken cancellationToken)
    {
        if (!begun)
        {
            // The first delimiter has no line end before it: read as if it had one.
            begun = true;
            buffer[0] = (byte)'\r';
            buffer[1] = (byte)'\n';
            end = 2;
            if (await ReadAsync(Memory<byte>.Empty, cancellationToken) != 0)
            {
                throw new PebbleProtocolException("Pebble sent a multipart body that does not begin with its boundary");
            }
        }

        start += delimiter.Length;
        var line = await ReadLineAsync(cancellationToken);
        if (line.StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }

        var name = "";
        while ((line = await ReadLineAsync(cancellationToken)).Length > 0)
        {
            if (line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            {
                name = Parameter(line, " name=\"");
            }
        }

        return name;
    }

    /// <summary>Reads content of the present part; 0 at its end. An empty target only looks for the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var available = buffer.AsSpan(start, end - start);
            var found = available.IndexOf(delimiter);
            if (found == 0)
            {
                return 0;
            }

            var safe = found > 0 ? found : available.Length - delimiter.Length + 1;
            if (safe > 0)
            {
                var count = Math.Min(safe, target.Length);
                available[..count].CopyTo(target.Span);
                start += count;
                return target.Length == 0 ? 1 : count;
            }

            await FillAsync(cancellationToken);
        }
    }

    /// <summary>The rest of the present part.</summary>
    public async Task<byte[]> ReadRestAsync(CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var chunk = new byte[8192];
        int count;
        while ((count = await ReadAsync(chunk, cancellationToken)) > 0)
        {
            content.Write(chunk, 0, count);
        }

        return content.ToArray();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start, length);
                start += length + 2;
                return line;
            }

            await FillAsync(cancellationToken);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        if (count == 0)
        {
            throw new PebbleProtocolException("Pebble's multipart body ended early");
        }

        end += count;
    }

    private static string Parameter(string line, string key)
    {
        var at = line.IndexOf(key, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var from = at + key.Length;
        var to = line.IndexOf('"', from);
        return to < 0 ? "" : line[from..to];
    }
}
