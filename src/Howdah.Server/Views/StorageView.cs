using Howdah.Engine.Models;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>The storage of a model as <c>status</c> shows it.</summary>
internal static class StorageView
{
    /// <summary>Makes it.</summary>
    public static StorageStatus Of(ModelSnapshot model) => new()
    {
        Storage = model.Storages.IsEmpty ? null : model.Storages.ToDictionary(pair => pair.Key, pair => Of(pair.Value), StringComparer.Ordinal),
    };

    private static StorageInstance Of(StorageRecord storage) => new(
        storage.Kind,
        storage.Life.Name(),
        new StatusValue(storage.Unit is null ? "detached" : "attached") { Since = Times.Since(storage.Since) },
        Persistent: true)
    {
        Attachments = storage.Unit is not { } unit ? null : new StorageAttachments(
            new Dictionary<string, StorageAttachment>(StringComparer.Ordinal) { [unit] = new(storage.Location, storage.Life.Name()) }),
    };
}
