using System.Text.Json;
using Howdah.Engine.Models;

namespace Howdah.Engine.Store;

/// <summary>The document in which a controller keeps its identity.</summary>
internal static class ControllerDocument
{
    private const string Key = "controller/info";
    private const int Schema = 1;

    public static async Task<ControllerRecord> LoadOrCreateAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var found = await store.LoadAsync(Key, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0)
        {
            var known = JsonSerializer.Deserialize(found[0].Json.Span, ModelJson.Default.ControllerRecord);
            return known is { Schema: <= Schema }
                ? known
                : throw EngineException.Conflict("the model was written by a newer Howdah; install that version again");
        }

        var record = new ControllerRecord(Guid.NewGuid().ToString(), Schema);
        await store.CommitAsync(
            [new DocumentChange(Key, 0, JsonSerializer.SerializeToUtf8Bytes(record, ModelJson.Default.ControllerRecord))],
            cancellationToken).ConfigureAwait(false);
        return record;
    }
}
