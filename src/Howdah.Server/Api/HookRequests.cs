using Howdah.Server.Client.Json;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about what the hooks of a unit were given, asked and wrote.</summary>
internal static class HookRequests
{
    /// <summary>The hooks that are kept.</summary>
    public static Task ListAsync(Request request) => request.AnswerAsync(
        [.. request.Model.GetHooks(request.Unit).Select(HookView.SummaryOf)], ApiJson.Default.IReadOnlyListHookSummary);

    /// <summary>One hook.</summary>
    public static Task GetAsync(Request request) =>
        request.AnswerAsync(HookView.Of(request.Model.GetHook(request.Unit, request.Number("id", "hook"))), ApiJson.Default.HookDetail);

    /// <summary>Runs a hook again.</summary>
    public static async Task ReplayAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ReplayRequest).ConfigureAwait(false);
        var result = await request.Model.ReplayAsync(
            request.Unit, request.Number("id", "hook"), wanted.Charm, TimeSpan.FromSeconds(wanted.Seconds), request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(HookView.Of(result), ApiJson.Default.ReplayDetail).ConfigureAwait(false);
    }
}
