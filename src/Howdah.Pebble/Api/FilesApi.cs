using System.Net.Http.Headers;
using System.Text.Json;
using Howdah.Pebble.Files;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/files</c>: listing, and the operations without content.</summary>
internal static class FilesApi
{
    public static IEnumerable<Operation> Operations =>
    [
        new("GET", "files", Access.Admin, GetAsync),
        new("POST", "files", Access.Admin, PostAsync),
    ];

    /// <summary>Writes the outcome of one operation.</summary>
    public static void WriteResult(Utf8JsonWriter json, string path, FileOperationException? failure)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        if (failure is not null)
        {
            json.WriteStartObject("error");
            json.WriteString("message", failure.Message);
            json.WriteString("kind", failure.Kind);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static Task GetAsync(ApiRequest request) => request.Query("action") switch
    {
        "list" => ListAsync(request),
        "read" => FileReadApi.ReadAsync(request),
        var action => throw ApiException.Bad($"invalid action {GoQuote.Quote(action)}"),
    };

    private static Task ListAsync(ApiRequest request)
    {
        var path = request.Query("path");
        if (path.Length == 0) throw ApiException.Bad("must specify path");
        var itself = request.Query("itself");
        if (itself is not ("" or "true" or "false")) throw ApiException.Bad("itself parameter must be \"true\" or \"false\"");
        if (path[0] != '/') throw ApiException.Bad($"path must be absolute, got {GoQuote.Quote(path)}");
        List<FileDescription> found;
        try
        {
            found = FileLister.List(path, request.Query("pattern"), itself is "true");
        }
        catch (FileOperationException failure)
        {
            var status = failure.Kind switch { FileOperationException.NotFound => 404, FileOperationException.PermissionDenied => 403, _ => 400 };
            throw new ApiException(status, failure.Message, failure.Kind);
        }
        return Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var file in found) file.Write(json);
            json.WriteEndArray();
        });
    }

    private static async Task PostAsync(ApiRequest request)
    {
        var text = request.Context.Request.ContentType ?? "";
        if (!MediaTypeHeaderValue.TryParse(text, out var type)) throw ApiException.Bad($"invalid Content-Type {GoQuote.Quote(text)}");
        if (type.MediaType is "multipart/form-data")
        {
            var boundary = type.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') ?? "";
            await FileWriteApi.WriteAsync(request, boundary).ConfigureAwait(false);
            return;
        }
        if (type.MediaType is not "application/json") throw ApiException.Bad($"invalid media type {GoQuote.Quote(type.MediaType)}");
        var body = await request.BodyAsync(BodyJson.Default.FilesBody).ConfigureAwait(false);
        var (items, act) = body.Action switch
        {
            "write" => throw ApiException.Bad("must use multipart with \"write\" action"),
            "make-dirs" => (body.Dirs, (Action<FileItem>)MakeDir),
            "remove" => (body.Paths, Remove),
            _ => throw ApiException.Bad($"invalid action {GoQuote.Quote(body.Action)}"),
        };
        var results = (items ?? []).Select(i => (i.Path ?? "", Attempt(i, act))).ToList();
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var (path, failure) in results) WriteResult(json, path, failure);
            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static FileOperationException? Attempt(FileItem item, Action<FileItem> act)
    {
        try
        {
            PathText.RequireAbsolute(item.Path);
            act(item);
            return null;
        }
        catch (FileOperationException failure)
        {
            return failure;
        }
    }

    private static void MakeDir(FileItem item) => FolderMaker.Make(item.Path!, Ownership.Of(item, 0x1ED), item.MakeParents ?? false);

    private static void Remove(FileItem item) => FileRemover.Remove(item.Path!, item.Recursive ?? false);
}
