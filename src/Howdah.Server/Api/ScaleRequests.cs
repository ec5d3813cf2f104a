using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests that change how many units an application has.</summary>
internal static class ScaleRequests
{
    /// <summary>Sets the number.</summary>
    public static async Task ScaleAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ScaleRequest).ConfigureAwait(false);
        var name = request.Part("application");
        await request.Model.ScaleAsync(name, wanted.Scale, request.Aborted).ConfigureAwait(false);
        var units = wanted.Scale == 1 ? "unit" : "units";
        await request.AnswerAsync(new ChangeSummary([$"{name} scaled to {wanted.Scale} {units}"]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Adds units.</summary>
    public static async Task AddUnitsAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.AddUnitsRequest).ConfigureAwait(false);
        var added = await request.Model.AddUnitsAsync(request.Part("application"), wanted.Units, wanted.AttachStorage ?? [], request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(new ChangeSummary([.. added.Select(unit => $"added unit {unit}")]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }
}
