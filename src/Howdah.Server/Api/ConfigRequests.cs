using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests about an application's options.</summary>
internal static class ConfigRequests
{
    /// <summary>All options.</summary>
    public static Task GetAsync(Request request)
    {
        var model = request.Model;
        var application = model.GetApplication(request.Part("application"));
        var settings = new SortedDictionary<string, ConfigSetting>(StringComparer.Ordinal);
        foreach (var entry in model.GetConfig(application.Name))
        {
            settings[entry.Name] = ToSetting(entry);
        }

        var charm = model.Snapshot.CharmOf(application).Name;
        return request.AnswerAsync(new ApplicationConfig(application.Name, charm, settings), ApiJson.Default.ApplicationConfig);
    }

    /// <summary>Sets and resets options.</summary>
    public static async Task SetAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ConfigRequest).ConfigureAwait(false);
        await request.Model.SetConfigAsync(request.Part("application"), wanted.Set, wanted.Reset, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static ConfigSetting ToSetting(ConfigEntry entry) => new()
    {
        Default = Element(entry.Default),
        Description = entry.Description,
        Source = entry.Source,
        Type = entry.Type,
        Value = Element(entry.Value),
    };

    private static JsonElement? Element(JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
