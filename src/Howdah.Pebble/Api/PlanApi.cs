using Howdah.Pebble.Daemon;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/plan</c> and <c>/v1/layers</c>.</summary>
internal sealed class PlanApi(PlanManager plan)
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "plan", Access.Admin, GetAsync),
        new("POST", "layers", Access.Admin, AddAsync),
    ];

    private Task GetAsync(ApiRequest request)
    {
        var format = request.Query("format");
        if (format is not "yaml") throw ApiException.Bad($"invalid format {GoQuote.Quote(format)}");
        return Respond.SyncAsync(request.Context, json => json.WriteStringValue(PlanWriter.Write(plan.Current)));
    }

    private async Task AddAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.LayerBody).ConfigureAwait(false);
        if (body.Action is not "add") throw ApiException.Bad($"invalid action {GoQuote.Quote(body.Action)}");
        if (string.IsNullOrEmpty(body.Label)) throw ApiException.Bad("label must be set");
        if (body.Format is not "yaml") throw ApiException.Bad($"invalid format {GoQuote.Quote(body.Format)}");
        SecurityLog.Admin(request.Caller, "add_layer", $"Adding layer {body.Label}");
        Layer layer;
        try
        {
            layer = LayerReader.Read(body.Label, 0, body.Layer ?? "");
        }
        catch (PlanException wrong)
        {
            throw ApiException.Bad($"cannot parse layer YAML: {wrong.Message}");
        }
        try
        {
            plan.Add(layer, body.Combine ?? false, body.Inner ?? false);
        }
        catch (PlanException wrong)
        {
            throw ApiException.Bad(wrong.Message);
        }
        catch (LayerPositionException wrong)
        {
            throw new ApiException(500, wrong.Message);
        }
        await Respond.SyncAsync(request.Context, json => json.WriteBooleanValue(true)).ConfigureAwait(false);
    }
}
