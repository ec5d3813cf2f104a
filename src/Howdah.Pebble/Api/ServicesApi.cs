using Howdah.Pebble.Checks;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Services;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/services</c> and <c>/v1/signals</c>.</summary>
internal sealed class ServicesApi(ServiceManager services, CheckManager checks, PlanManager plan, StateFile state)
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "services", Access.Read, ListAsync),
        new("POST", "services", Access.Admin, ActAsync),
        new("GET", "services/*", Access.Read, _ => throw ApiException.Bad("not implemented")),
        new("POST", "services/*", Access.Admin, _ => throw ApiException.Bad("not implemented")),
        new("POST", "signals", Access.Admin, SignalAsync),
    ];

    private Task ListAsync(ApiRequest request)
    {
        var names = request.QueryList("names");
        return Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var config in plan.Current.Services.Values.Where(s => names.Count == 0 || names.Contains(s.Name, StringComparer.Ordinal)))
            {
                var service = services.Find(config.Name);
                json.WriteStartObject();
                json.WriteString("name", config.Name);
                json.WriteString("startup", config.IsEnabled ? "enabled" : "disabled");
                json.WriteString("current", service?.Status ?? "inactive");
                if (service?.Since is { } since) json.WriteString("current-since", GoTime.Local(since));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private async Task ActAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.ActionBody, "cannot decode data from request body: ").ConfigureAwait(false);
        var change = Make(body.Action ?? "", body.Services ?? []);
        await state.FlushAsync(request.Cancellation).ConfigureAwait(false);
        await Respond.AsyncAsync(request.Context, change.Id, json => json.WriteNullValue()).ConfigureAwait(false);
    }

    private Change Make(string action, List<string> names)
    {
        if (action is "replan" or "autostart")
        {
            if (names.Count > 0) throw ApiException.Bad($"{action} accepts no service names");
        }
        else if (names.Count == 0)
        {
            throw ApiException.Bad($"must specify services for {action} action");
        }
        try
        {
            switch (action)
            {
                case "start":
                    return services.Start(names);
                case "stop":
                    return services.Stop(names);
                case "restart":
                    return services.Restart(names);
                case "replan":
                    checks.StartEnabled();
                    return services.Replan();
                case "autostart":
                    return services.Autostart() ?? throw new ApiException(400, "no default services", "no-default-services");
                default:
                    throw ApiException.Bad($"invalid action {GoQuote.Quote(action)}");
            }
        }
        catch (PlanException wrong)
        {
            throw ApiException.Bad($"cannot {action} services: {wrong.Message}");
        }
    }

    private async Task SignalAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.ActionBody).ConfigureAwait(false);
        if (body.Services is not { Count: > 0 } names) throw ApiException.Bad("must specify one or more services");
        List<string> errors = [];
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            if (Signals.Number(body.Signal ?? "") is not { } number) errors.Add($"cannot send signal to {GoQuote.Quote(name)}: invalid signal name {GoQuote.Quote(body.Signal)}");
            else if (services.Find(name)?.Signal(number) is not true) errors.Add($"cannot send signal to {GoQuote.Quote(name)}: service is not running");
        }
        if (errors.Count > 0) throw new ApiException(500, string.Join("; ", errors));
        await Respond.SyncAsync(request.Context, json => json.WriteBooleanValue(true)).ConfigureAwait(false);
    }
}
