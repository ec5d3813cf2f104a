using Howdah.Server.Client.Json;
using Howdah.Server.Client.Units;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about one unit.</summary>
internal static class UnitRequests
{
    /// <summary>The unit with its relations and databags.</summary>
    public static Task GetAsync(Request request)
    {
        var model = request.Model;
        var unit = model.GetUnit(request.Unit);
        var answer = new Dictionary<string, UnitDetail>(StringComparer.Ordinal) { [unit.Name] = UnitView.Of(model.Snapshot, unit) };
        return request.AnswerAsync(answer, ApiJson.Default.IReadOnlyDictionaryStringUnitDetail);
    }

    /// <summary>Why a unit is not active.</summary>
    public static Task ExplainAsync(Request request)
    {
        var verdict = request.Model.Explain(request.Unit);
        return request.AnswerAsync(
            new UnitExplanation(
                verdict.Unit,
                verdict.Status,
                Times.Since(verdict.Since),
                [.. verdict.Reasons.Select(reason => new UnitReason(reason.Kind, reason.Text, NotEmpty(reason.Name), reason.Command))],
                NotEmpty(verdict.Message)),
            ApiJson.Default.UnitExplanation);
    }

    /// <summary>Lets a unit in error go on.</summary>
    public static async Task ResolveAsync(Request request)
    {
        await request.Model.ResolvedAsync(request.Unit, request.Flag("retry"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static string? NotEmpty(string text) => text.Length == 0 ? null : text;
}
