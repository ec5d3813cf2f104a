using System.Net.Http.Headers;
using System.Text.Json;

namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async Task PushAsync(
        string path, Stream content, PathOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PathOptions();
        var file = new WriteFile(
            path, options.MakeParents, options.PermissionsText, options.UserId, options.User, options.GroupId, options.Group);
        using var body = new FilePushContent(new WriteFilesRequest("write", [file]), content);
        var envelope = await CallAsync(HttpMethod.Post, "/v1/files", body, null, cancellationToken);
        CheckFiles(ReadResult(envelope, PebbleJson.Default.ListFileResult, "/v1/files"));
    }

    /// <inheritdoc/>
    public async Task<Stream> PullAsync(string path, CancellationToken cancellationToken = default)
    {
        var query = Query("/v1/files", ("action", "read"), ("path", path));
        using var request = NewRequest(HttpMethod.Get, query, null);
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("multipart/form-data"));
        var response = await SendAsync(request, cancellationToken);
        try
        {
            var boundary = response.Content.Headers.ContentType?.Parameters.FirstOrDefault(p => p.Name == "boundary")?.Value?
                .Trim('"');
            if (boundary is null)
            {
                await ReadEnvelopeAsync(response, query, cancellationToken);
                throw new PebbleProtocolException("Pebble sent a file without a boundary");
            }

            var reader = new MultipartReader(await response.Content.ReadAsStreamAsync(cancellationToken), boundary);
            return await FilePullStream.OpenAsync(response, reader, path, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            response.Dispose();
            throw Unreachable(e);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteFile>> ListFilesAsync(
        string path, string? pattern = null, bool itself = false, CancellationToken cancellationToken = default)
    {
        var query = Query(
            "/v1/files", ("action", "list"), ("path", path), ("pattern", pattern), ("itself", itself ? "true" : null));
        return await GetAsync(query, PebbleJson.Default.ListRemoteFile, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task MakeDirectoryAsync(string path, PathOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PathOptions();
        var dir = new MakeDir(
            path, options.MakeParents, options.PermissionsText, options.UserId, options.User, options.GroupId, options.Group);
        CheckFiles(await PostAsync(
            "/v1/files",
            new MakeDirsRequest("make-dirs", [dir]),
            PebbleJson.Default.MakeDirsRequest,
            PebbleJson.Default.ListFileResult,
            cancellationToken));
    }

    /// <inheritdoc/>
    public async Task RemovePathAsync(string path, bool recursive = false, CancellationToken cancellationToken = default) =>
        CheckFiles(await PostAsync(
            "/v1/files",
            new RemoveRequest("remove", [new RemovePath(path, recursive)]),
            PebbleJson.Default.RemoveRequest,
            PebbleJson.Default.ListFileResult,
            cancellationToken));

    internal static void CheckFiles(IReadOnlyList<FileResult> results)
    {
        if (results.FirstOrDefault(r => r.Error is not null) is { Error: { } error } failed)
        {
            throw new PebblePathException(
                error.Kind ?? PebblePathException.GenericFileError,
                error.Message ?? $"cannot access \"{failed.Path}\"",
                failed.Path);
        }
    }

    internal static IReadOnlyList<FileResult> ReadFileResults(byte[] json)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(json, PebbleJson.Default.Envelope)
                ?? throw new PebbleProtocolException("Pebble sent a file with an empty result");
            return ReadResult(envelope, PebbleJson.Default.ListFileResult, "/v1/files");
        }
        catch (JsonException e)
        {
            throw new PebbleProtocolException("Pebble sent a file with a result that is not JSON", e);
        }
    }
}
