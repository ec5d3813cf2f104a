using System.Text;

namespace Howdah.Engine.Hooks;

/// <summary>Reads what a charm prints: line by line for the debug log, and kept whole for the result of a task.</summary>
internal static class OutputCapture
{
    private const int MostKept = 4 << 20;

    /// <summary>Reads to the end.</summary>
    /// <returns>What was read, when <paramref name="keep"/>; at most 4 MiB of it.</returns>
    public static async Task<byte[]> ReadAsync(Stream stream, Action<string> line, bool keep, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        using var rest = new MemoryStream();
        var buffer = new byte[8192];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (keep && kept.Length < MostKept)
            {
                kept.Write(buffer, 0, count);
            }

            foreach (var octet in buffer.AsMemory(0, count).ToArray())
            {
                if (octet == '\n')
                {
                    Flush(rest, line);
                }
                else
                {
                    rest.WriteByte(octet);
                }
            }
        }

        Flush(rest, line);
        return kept.ToArray();
    }

    private static void Flush(MemoryStream rest, Action<string> line)
    {
        if (rest.Length > 0)
        {
            line(Encoding.UTF8.GetString(rest.GetBuffer(), 0, (int)rest.Length).TrimEnd('\r'));
            rest.SetLength(0);
        }
    }
}
