using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Store;

/// <summary>Turns a model into documents and back: one for every record, <c>default/unit/etcd/0</c>.</summary>
internal static class ModelDocuments
{
    private static ModelJson Json => ModelJson.Default;

    /// <summary>What has to be written so that the store has <paramref name="after"/> where it had <paramref name="before"/>.</summary>
    public static IEnumerable<(string Key, byte[]? Json)> Differences(ModelSnapshot? before, ModelSnapshot? after)
    {
        var prefix = (after ?? before)!.Model.Name;
        if (!ReferenceEquals(before?.Model, after?.Model))
        {
            yield return ($"{prefix}/model", after is null ? null : JsonSerializer.SerializeToUtf8Bytes(after.Model, Json.ModelRecord));
        }

        foreach (var change in Compare($"{prefix}/charm", before?.CharmRecords, after?.CharmRecords, Json.CharmRecord)
            .Concat(Compare($"{prefix}/application", before?.Applications, after?.Applications, Json.ApplicationRecord))
            .Concat(Compare($"{prefix}/unit", before?.Units, after?.Units, Json.UnitRecord))
            .Concat(Compare($"{prefix}/relation", before?.Relations, after?.Relations, Json.RelationRecord))
            .Concat(Compare($"{prefix}/offer", before?.Offers, after?.Offers, Json.OfferRecord))
            .Concat(Compare($"{prefix}/remote-application", before?.RemoteApplications, after?.RemoteApplications, Json.RemoteApplicationRecord))
            .Concat(Compare($"{prefix}/secret", before?.Secrets, after?.Secrets, Json.SecretRecord))
            .Concat(Compare($"{prefix}/secret-content", before?.SecretContents, after?.SecretContents, Json.SecretContent))
            .Concat(Compare($"{prefix}/storage", before?.Storages, after?.Storages, Json.StorageRecord))
            .Concat(Compare($"{prefix}/operation", before?.Operations, after?.Operations, Json.OperationRecord))
            .Concat(Compare($"{prefix}/task", before?.Tasks, after?.Tasks, Json.TaskRecord)))
        {
            yield return change;
        }
    }

    /// <summary>The model that was written as these documents, all of which begin with its name.</summary>
    public static ModelSnapshot Load(IReadOnlyList<Document> documents)
    {
        var byKind = documents.ToLookup(document => document.Key.Split('/', 3)[1], StringComparer.Ordinal);
        var charms = Read(byKind["charm"], Json.CharmRecord).ByName(charm => charm.Id);
        return new ModelSnapshot
        {
            Model = Read(byKind["model"], Json.ModelRecord).Single(),
            CharmRecords = charms,
            Charms = charms.Values.Select(charm => KeyValuePair.Create(charm.Id, CharmReader.Read(charm.Files)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Applications = Read(byKind["application"], Json.ApplicationRecord).ByName(application => application.Name),
            Units = Read(byKind["unit"], Json.UnitRecord).ByName(unit => unit.Name),
            Relations = Read(byKind["relation"], Json.RelationRecord).ToImmutableSortedDictionary(relation => relation.Id, relation => relation),
            Offers = Read(byKind["offer"], Json.OfferRecord).ByName(offer => offer.Name),
            RemoteApplications = Read(byKind["remote-application"], Json.RemoteApplicationRecord).ByName(application => application.Name),
            Secrets = Read(byKind["secret"], Json.SecretRecord).ByName(secret => secret.Id),
            SecretContents = Read(byKind["secret-content"], Json.SecretContent).ByName(content => content.Id),
            Storages = Read(byKind["storage"], Json.StorageRecord).ByName(storage => storage.Id),
            Operations = Read(byKind["operation"], Json.OperationRecord).ToImmutableSortedDictionary(operation => operation.Id, operation => operation),
            Tasks = Read(byKind["task"], Json.TaskRecord).ToImmutableSortedDictionary(task => task.Id, task => task),
        };
    }

    /// <summary>The charms that were written as these documents.</summary>
    public static IEnumerable<CharmRecord> LoadCharms(IReadOnlyList<Document> documents) => Read(documents, Json.CharmRecord);

    private static IEnumerable<T> Read<T>(IEnumerable<Document> documents, JsonTypeInfo<T> type)
    {
        foreach (var document in documents)
        {
            T? record;
            try
            {
                record = JsonSerializer.Deserialize(document.Json.Span, type);
            }
            catch (JsonException e)
            {
                throw EngineException.Unavailable($"the stored document \"{document.Key}\" is damaged: {e.Message}", e);
            }

            yield return record ?? throw EngineException.Unavailable($"the stored document \"{document.Key}\" is damaged: it is empty");
        }
    }

    private static IEnumerable<(string Key, byte[]? Json)> Compare<TKey, T>(
        string prefix,
        ImmutableSortedDictionary<TKey, T>? before,
        ImmutableSortedDictionary<TKey, T>? after,
        JsonTypeInfo<T> type)
        where TKey : notnull
        where T : class
    {
        if (ReferenceEquals(before, after))
        {
            yield break;
        }

        foreach (var (key, record) in after ?? ImmutableSortedDictionary<TKey, T>.Empty)
        {
            if (before is null || !before.TryGetValue(key, out var old) || !ReferenceEquals(old, record))
            {
                yield return (Key(prefix, key), JsonSerializer.SerializeToUtf8Bytes(record, type));
            }
        }

        foreach (var key in before?.Keys ?? [])
        {
            if (after?.ContainsKey(key) != true)
            {
                yield return (Key(prefix, key), null);
            }
        }
    }

    private static string Key<TKey>(string prefix, TKey key) => string.Create(CultureInfo.InvariantCulture, $"{prefix}/{key}");
}
