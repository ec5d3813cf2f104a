using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Howdah.Pebble.Client;

/// <summary>The multipart body of a write: the request as JSON, then the file, sent in chunks as it is read.</summary>
internal sealed class FilePushContent : HttpContent
{
    private readonly string boundary = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly WriteFilesRequest request;
    private readonly Stream file;

    public FilePushContent(WriteFilesRequest request, Stream file)
    {
        this.request = request;
        this.file = file;
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary=\"{boundary}\"");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var metadata = JsonSerializer.Serialize(request, PebbleJson.Default.WriteFilesRequest);
        var name = request.Files[0].Path.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        var head = $"--{boundary}\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n"
            + $"{metadata}\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n"
            + $"Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head), cancellationToken);
        await file.CopyToAsync(stream, cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n"), cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
