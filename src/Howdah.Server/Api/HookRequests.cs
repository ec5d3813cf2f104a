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
}
