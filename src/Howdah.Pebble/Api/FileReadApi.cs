using System.Buffers;
using System.Text;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Files;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Pebble.Api;

/// <summary>Sends files as multipart, piece by piece.</summary>
internal static class FileReadApi
{
    public static async Task ReadAsync(ApiRequest request)
    {
        var paths = request.Context.Request.Query["path"];
        if (paths.Count == 0) throw ApiException.Bad("must specify one or more paths");
        if (!string.Equals(request.Context.Request.Headers.Accept.ToString(), "multipart/form-data", StringComparison.Ordinal)) throw ApiException.Bad("must accept multipart/form-data");
        var boundary = $"{Guid.NewGuid():N}{Guid.NewGuid():N}"[..60];
        var response = request.Context.Response;
        response.ContentType = $"multipart/form-data; boundary={boundary}";
        foreach (var path in paths) SecurityLog.Admin(request.Caller, "pull_file", $"Reading file {path}");
        List<(string, FileOperationException?)> results = [];
        var lead = "--";
        foreach (var path in paths)
        {
            FileOperationException? failure = null;
            try
            {
                using var file = Open(path ?? "");
                var name = path!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
                await TextAsync(request, $"{lead}{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").ConfigureAwait(false);
                lead = "\r\n--";
                await SendAsync(file, request).ConfigureAwait(false);
            }
            catch (FileOperationException refused)
            {
                failure = refused;
            }
            results.Add((path ?? "", failure));
        }
        await TextAsync(request, $"{lead}{boundary}\r\nContent-Disposition: form-data; name=\"response\"\r\nContent-Type: application/json\r\n\r\n").ConfigureAwait(false);
        var envelope = Respond.Envelope(200, "sync", json =>
        {
            json.WriteStartArray("result");
            foreach (var (path, failure) in results) FilesApi.WriteResult(json, path, failure);
            json.WriteEndArray();
        });
        await response.Body.WriteAsync(envelope, request.Cancellation).ConfigureAwait(false);
        await TextAsync(request, $"\n\r\n--{boundary}--\r\n").ConfigureAwait(false);
    }

    private static SafeFileHandle Open(string path)
    {
        PathText.RequireAbsolute(path);
        var result = Libc.Stat(path, 1, out var entry);
        if (result < 0) throw FileOperationException.From(new SystemCallException("stat", path, result));
        if (!entry.IsRegular) throw new FileOperationException($"can only read a regular file: {GoQuote.Quote(path)}");
        result = Libc.Open(path, Libc.ReadOnly, 0);
        return result < 0 ? throw FileOperationException.From(new SystemCallException("open", path, result)) : new SafeFileHandle(result, ownsHandle: true);
    }

    private static async Task SendAsync(SafeFileHandle file, ApiRequest request)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long offset = 0;
            while (RandomAccess.Read(file, buffer, offset) is var count and > 0)
            {
                offset += count;
                await request.Context.Response.Body.WriteAsync(buffer.AsMemory(0, count), request.Cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task TextAsync(ApiRequest request, string text) =>
        await request.Context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), request.Cancellation).ConfigureAwait(false);
}
