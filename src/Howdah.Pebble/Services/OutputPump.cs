using Howdah.Pebble.Processes;

namespace Howdah.Pebble.Services;

/// <summary>Cuts a process's output into lines for a <see cref="LogRing"/> until the last writer has gone.</summary>
internal static class OutputPump
{
    private const int LongestLine = 4096;

    public static async Task RunAsync(Descriptor output, LogRing ring)
    {
        using var owned = output;
        var buffer = new byte[LongestLine];
        var filled = 0;
        while (true)
        {
            var count = await output.ReadAsync(buffer.AsMemory(filled), CancellationToken.None).ConfigureAwait(false);
            if (count == 0) break;
            filled += count;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is var end and >= 0)
            {
                ring.Add(buffer.AsSpan(start, end));
                start += end + 1;
            }
            if (start == 0 && filled == buffer.Length)
            {
                ring.Add(buffer);
                start = filled;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
        if (filled > 0) ring.Add(buffer.AsSpan(0, filled));
    }
}
