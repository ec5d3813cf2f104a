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

    /// <summary>Lets a unit in error go on.</summary>
    public static async Task ResolveAsync(Request request)
    {
        await request.Model.ResolvedAsync(request.Unit, request.Flag("retry"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }
}
