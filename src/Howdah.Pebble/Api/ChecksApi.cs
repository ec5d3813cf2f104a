using System.Text.Json;
using Howdah.Pebble.Checks;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/checks</c> and <c>/v1/health</c>.</summary>
internal sealed class ChecksApi(CheckManager checks)
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "health", Access.Open, HealthAsync),
        new("GET", "checks", Access.Read, ListAsync),
        new("POST", "checks", Access.Admin, ActAsync),
        new("POST", "checks/refresh", Access.Admin, RefreshAsync),
    ];

    private Task HealthAsync(ApiRequest request)
    {
        var level = Level(request);
        var names = request.QueryList("names");
        var healthy = !checks.List().Exists(c => c.Status is "down" && (names.Count == 0 || names.Contains(c.Name, StringComparer.Ordinal))
            && (level.Length == 0 || c.Level is "alive" || (level is "ready" && c.Level is "ready")));
        return Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("healthy", healthy);
            json.WriteEndObject();
        }, healthy ? 200 : 502);
    }

    private Task ListAsync(ApiRequest request)
    {
        var level = Level(request);
        var names = request.QueryList("names");
        return Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var check in checks.List())
            {
                if (names.Count > 0 && !names.Contains(check.Name, StringComparer.Ordinal)) continue;
                if (level.Length > 0 && !string.Equals(check.Level, level, StringComparison.Ordinal)) continue;
                Write(json, check);
            }
            json.WriteEndArray();
        });
    }

    private async Task ActAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.ActionBody, "cannot decode data from request body: ").ConfigureAwait(false);
        if (body.Checks is not { Count: > 0 } names) throw ApiException.Bad($"must specify checks for {body.Action} action");
        if (body.Action is not ("start" or "stop")) throw ApiException.Bad($"invalid action {GoQuote.Quote(body.Action)}");
        List<string> changed;
        try
        {
            changed = checks.SetRunning(names, body.Action is "start");
        }
        catch (PlanException wrong)
        {
            throw ApiException.Bad($"cannot {body.Action} checks: {wrong.Message}");
        }
        if (body.Action is "stop") changed.ForEach(c => SecurityLog.MonitorDisabled(request.Caller, c));
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("changed");
            foreach (var name in changed) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task RefreshAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.ActionBody, "cannot decode data from request body: ").ConfigureAwait(false);
        if (string.IsNullOrEmpty(body.Name)) throw ApiException.Bad("must specify check name");
        var (info, error) = await checks.RefreshAsync(body.Name, request.Cancellation).ConfigureAwait(false)
            ?? throw ApiException.NotFound($"cannot find check with name {GoQuote.Quote(body.Name)}");
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("info");
            Write(json, info);
            if (error is not null) json.WriteString("error", error);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static string Level(ApiRequest request) =>
        request.Query("level") is var level and ("" or "alive" or "ready") ? level : throw ApiException.Bad("level must be \"alive\" or \"ready\"");

    private static void Write(Utf8JsonWriter json, CheckInfo check)
    {
        json.WriteStartObject();
        json.WriteString("name", check.Name);
        if (!string.IsNullOrEmpty(check.Level)) json.WriteString("level", check.Level);
        json.WriteString("startup", check.Startup);
        json.WriteString("status", check.Status);
        json.WriteNumber("successes", check.Successes);
        if (check.Failures > 0) json.WriteNumber("failures", check.Failures);
        json.WriteNumber("threshold", check.Threshold);
        if (check.ChangeId is not null) json.WriteString("change-id", check.ChangeId);
        if (check.PreviousChangeId is not null) json.WriteString("prev-change-id", check.PreviousChangeId);
        json.WriteEndObject();
    }
}
