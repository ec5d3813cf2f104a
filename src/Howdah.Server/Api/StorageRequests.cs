using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests about storage instances.</summary>
internal static class StorageRequests
{
    /// <summary>Adds storage to a unit, and attaches detached storage to it.</summary>
    public static async Task AddAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.StorageRequest).ConfigureAwait(false);
        List<string> messages = [];
        if (wanted.Storage.Count > 0)
        {
            await request.Model.AttachStorageAsync(wanted.Unit, wanted.Storage, request.Aborted).ConfigureAwait(false);
            messages.AddRange(wanted.Storage.Select(storage => $"attaching {storage} to {wanted.Unit}"));
        }

        foreach (var (name, count) in wanted.Added)
        {
            var added = await request.Model.AddStorageAsync(wanted.Unit, name, count, request.Aborted).ConfigureAwait(false);
            messages.AddRange(added.Select(storage => $"added storage {storage} to {wanted.Unit}"));
        }

        await request.AnswerAsync(new ChangeSummary(messages), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Begins to detach storage.</summary>
    public static async Task DetachAsync(Request request)
    {
        await request.Model.DetachStorageAsync(Id(request), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Deletes detached storage.</summary>
    public static async Task RemoveAsync(Request request)
    {
        await request.Model.RemoveStorageAsync(Id(request), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static string Id(Request request) => $"{request.Part("name")}/{request.Part("number")}";
}
