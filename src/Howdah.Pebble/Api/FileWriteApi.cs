using Howdah.Pebble.Daemon;
using Howdah.Pebble.Files;
using Howdah.Pebble.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Howdah.Pebble.Api;

/// <summary>Takes in files as multipart, piece by piece.</summary>
internal static class FileWriteApi
{
    private const int ShortestBoundary = 32, LongestBoundary = 1024;

    public static async Task WriteAsync(ApiRequest request, string boundary)
    {
        if (boundary.Length is < ShortestBoundary or > LongestBoundary) throw ApiException.Bad($"invalid boundary {GoQuote.Quote(boundary)}");
        var reader = new MultipartReader(boundary, request.Context.Request.Body);
        var items = await MetadataAsync(reader, request).ConfigureAwait(false);
        Dictionary<string, FileOperationException?> results = new(StringComparer.Ordinal);
        for (var i = 0; await NextAsync(reader, $"cannot read file part {i}: ", request).ConfigureAwait(false) is { } part; i++)
        {
            var (field, path) = Names(part);
            if (field is not "files") throw ApiException.Bad($"field name must be \"files\", got {GoQuote.Quote(field)}");
            var item = items.Find(f => string.Equals(f.Path, path, StringComparison.Ordinal)) ?? throw ApiException.Bad($"no metadata for path {GoQuote.Quote(path)}");
            SecurityLog.Admin(request.Caller, "push_file", $"Writing file {path}");
            results[path] = await StoreAsync(item, part.Body, request).ConfigureAwait(false);
        }
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var path in items.Select(f => f.Path ?? ""))
            {
                FilesApi.WriteResult(json, path, results.TryGetValue(path, out var failure) ? failure
                    : new FileOperationException($"no file content for path {GoQuote.Quote(path)}"));
            }
            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static async Task<List<FileItem>> MetadataAsync(MultipartReader reader, ApiRequest request)
    {
        var part = await NextAsync(reader, "cannot read request metadata: ", request).ConfigureAwait(false)
            ?? throw ApiException.Bad("cannot read request metadata: EOF");
        var (name, _) = Names(part);
        if (name is not "request") throw ApiException.Bad($"metadata field name must be \"request\", got {GoQuote.Quote(name)}");
        var body = await request.BodyAsync(part.Body, BodyJson.Default.FilesBody, "cannot decode request metadata: ").ConfigureAwait(false);
        if (body.Action is not "write") throw ApiException.Bad($"multipart action must be \"write\", got {GoQuote.Quote(body.Action)}");
        return body.Files is { Count: > 0 } files ? files : throw ApiException.Bad("must specify one or more files");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, string failure, ApiRequest request)
    {
        try
        {
            return await reader.ReadNextSectionAsync(request.Cancellation).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException)
        {
            throw ApiException.Bad(failure + (wrong is InvalidDataException ? wrong.Message : "EOF"));
        }
    }

    private static (string Name, string FileName) Names(MultipartSection part)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) return ("", "");
        return (HeaderUtilities.UnescapeAsQuotedString(disposition.Name).ToString(), HeaderUtilities.UnescapeAsQuotedString(disposition.FileName).ToString());
    }

    private static async Task<FileOperationException?> StoreAsync(FileItem item, Stream content, ApiRequest request)
    {
        try
        {
            PathText.RequireAbsolute(item.Path);
            await FileWriter.WriteAsync(item.Path, Ownership.Of(item, 0x1A4), item.MakeDirs ?? false, content, request.Cancellation).ConfigureAwait(false);
            return null;
        }
        catch (FileOperationException failure)
        {
            return failure;
        }
    }
}
