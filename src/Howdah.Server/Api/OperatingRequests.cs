using Howdah.Engine;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Status;
using ModelSetting = Howdah.Server.Client.Models.ModelSetting;

namespace Howdah.Server.Api;

/// <summary>Requests about settings of the model, statuses that were, and what belongs to an application besides its options.</summary>
internal static class OperatingRequests
{
    /// <summary>The model's settings.</summary>
    public static Task GetConfigAsync(Request request) => request.AnswerAsync(
        request.Model.GetModelConfig().ToDictionary(
            setting => setting.Name, setting => new ModelSetting(setting.Value, setting.Source), StringComparer.Ordinal),
        ApiJson.Default.IReadOnlyDictionaryStringModelSetting);

    /// <summary>Sets and resets settings of the model.</summary>
    public static async Task SetConfigAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ConfigRequest).ConfigureAwait(false);
        var values = new Dictionary<string, string>(wanted.Set, StringComparer.Ordinal);
        foreach (var name in wanted.Reset)
        {
            values[name] = "";
        }

        await request.Model.SetModelConfigAsync(values, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>The statuses that a unit or an application had.</summary>
    public static async Task GetStatusLogAsync(Request request)
    {
        var entity = request.Part("number").Length == 0 ? request.Part("application") : request.Unit;
        var entries = await request.Model.ReadStatusLogAsync(entity, request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(
            [.. entries.Select(entry => new StatusLogEntry(
                entry.Status, entry.Since, entry.Type, entry.Message.Length == 0 ? null : entry.Message))],
            ApiJson.Default.IReadOnlyListStatusLogEntry).ConfigureAwait(false);
    }

    /// <summary>Lets an application be reached from outside of the model.</summary>
    public static Task ExposeAsync(Request request) => ExposeAsync(request, isExposed: true);

    /// <summary>Lets an application be reached from inside of the model only.</summary>
    public static Task UnexposeAsync(Request request) => ExposeAsync(request, isExposed: false);

    /// <summary>What an application's charm has been given for its resources.</summary>
    public static Task GetResourcesAsync(Request request) => request.AnswerAsync(
        new ResourceList([.. request.Model.GetResources(request.Part("application")).Select(Of)]), ApiJson.Default.ResourceList);

    /// <summary>Gives an application something for a resource.</summary>
    public static async Task AttachResourceAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ResourceRequest).ConfigureAwait(false);
        await request.Model.AttachResourceAsync(
            request.Part("application"), wanted.Name, wanted.Value, wanted.BaseDirectory, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static async Task ExposeAsync(Request request, bool isExposed)
    {
        await request.Model.ExposeAsync(request.Part("application"), isExposed, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static ResourceDetail Of(ResourceEntry resource)
    {
        var detail = new ResourceDetail(
            resource.Name, resource.Type, resource.Description, resource.Given is null ? "none" : "upload", resource.FileName);
        return resource switch
        {
            { Given: { } image, FileName: null } => detail with { Image = image },
            { Given: { } file } when new FileInfo(file) is { Exists: true } copy => detail with
            {
                Size = copy.Length, Timestamp = new DateTimeOffset(copy.CreationTimeUtc),
            },
            _ => detail,
        };
    }
}
