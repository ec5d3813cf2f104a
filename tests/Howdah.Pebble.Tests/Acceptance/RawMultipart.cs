using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Howdah.Pebble.Tests.Acceptance;

/// <summary>File requests as the Python client writes them: a random boundary in quotes, and chunked.</summary>
internal static class RawMultipart
{
    public static async Task<JsonElement> WriteAsync(HttpClient client, string metadata,
        params (string Path, string Content)[] files)
    {
        var boundary = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        var body =
            new StringBuilder($"--{boundary}\r\nContent-Type: application/json\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n{metadata}\r\n");
        foreach (var (path, content) in files)
        {
            body.Append($"--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{path}\"\r\n\r\n{content}\r\n");
        }
        body.Append($"--{boundary}--\r\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files");
        request.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body.ToString())));
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary=\"{boundary}\"");
        using var response = await client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>The body of a read, and the boundary that the header names.</summary>
    public static async Task<(string Boundary, string Body)> ReadAsync(HttpClient client, params string[] paths)
    {
        var query = "/v1/files?action=read" + string.Concat(paths.Select(p => "&path=" + Uri.EscapeDataString(p)));
        using var request = new HttpRequestMessage(HttpMethod.Get, query);
        request.Headers.Accept.ParseAdd("multipart/form-data");
        using var response = await client.SendAsync(request);
        var type = response.Content.Headers.ContentType!;
        Assert.Equal("multipart/form-data", type.MediaType);
        return (type.Parameters.Single(p => p.Name is "boundary").Value!.Trim('"'), await response.Content.ReadAsStringAsync());
    }
}
