namespace Howdah.Pebble.Api;

/// <summary>
/// Reads what must be in memory as a whole. All requests together get a bounded share of it, so that neither a mistake nor many
/// clients at once fill the container's memory. Contents of files do not come this way.
/// </summary>
internal static class BodyReader
{
    private const int Limit = 4 * 1024 * 1024, LimitOfAll = 32 * 1024 * 1024;
    private static int _held;

    /// <summary>Reads to the end and hands the bytes to <paramref name="use"/>, which must not keep them.</summary>
    /// <exception cref="ApiException">It is too large, or too much is being read just now.</exception>
    public static async Task<T> ReadAsync<T>(Stream body, string failure, Func<ReadOnlyMemory<byte>, T> use, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var held = 0;
        try
        {
            var buffer = new byte[8192];
            while (await body.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
            {
                if (content.Length + count > Limit) throw new ApiException(413, failure + "request body too large");
                content.Write(buffer, 0, count);
                var more = content.Capacity - held;
                held += more;
                if (Interlocked.Add(ref _held, more) > LimitOfAll) throw new ApiException(413, failure + "too many large request bodies at once");
            }
            return use(content.GetBuffer().AsMemory(0, (int)content.Length));
        }
        catch (InvalidDataException wrong)
        {
            throw ApiException.Bad(failure + wrong.Message);
        }
        catch (IOException cut) when (cut is not BadHttpRequestException)
        {
            throw ApiException.Bad(failure + "unexpected EOF");
        }
        finally
        {
            Interlocked.Add(ref _held, -held);
        }
    }
}
