namespace Howdah.Pebble.Client;

/// <summary>The content of a file that Pebble sends; its end checks that all of it came.</summary>
internal sealed class FilePullStream : Stream
{
    private readonly HttpResponseMessage response;
    private readonly MultipartReader reader;
    private bool ended;

    private FilePullStream(HttpResponseMessage response, MultipartReader reader)
    {
        this.response = response;
        this.reader = reader;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="PebblePathException">Pebble could not read the file.</exception>
    public static async Task<Stream> OpenAsync(
        HttpResponseMessage response, MultipartReader reader, string path, CancellationToken cancellationToken)
    {
        var stream = new FilePullStream(response, reader);
        if (await reader.NextPartAsync(cancellationToken) == "files")
        {
            return stream;
        }

        PebbleClient.CheckFiles(PebbleClient.ReadFileResults(await reader.ReadRestAsync(cancellationToken)));
        throw new PebbleProtocolException($"Pebble sent neither the file \"{path}\" nor an error");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ended || buffer.Length == 0)
        {
            return 0;
        }

        try
        {
            var count = await reader.ReadAsync(buffer, cancellationToken);
            if (count > 0)
            {
                return count;
            }

            ended = true;
            if (await reader.NextPartAsync(cancellationToken) != "response")
            {
                throw new PebbleProtocolException("Pebble sent more than one file");
            }

            PebbleClient.CheckFiles(PebbleClient.ReadFileResults(await reader.ReadRestAsync(cancellationToken)));
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PebbleConnectionException("the connection to Pebble broke while it sent a file", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Files of Pebble are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
