using Howdah.Engine;
using Howdah.Engine.Models;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests that take applications and units out of a model.</summary>
internal static class RemovalRequests
{
    /// <summary>Removes an application.</summary>
    public static async Task RemoveApplicationAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.RemoveUnitsRequest).ConfigureAwait(false);
        var model = request.Model;
        var name = request.Part("application");
        var before = model.Snapshot;
        await model.RemoveApplicationAsync(name, wanted.DestroyStorage, wanted.Force, request.Aborted).ConfigureAwait(false);
        List<string> messages = [$"will remove application {name}"];
        foreach (var unit in before.UnitsOf(name))
        {
            messages.Add($"- will remove unit {unit.Name}");
            AddStorage(messages, before, unit.Name, wanted.DestroyStorage);
        }

        await request.AnswerAsync(new ChangeSummary(messages), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Removes units, named or counted.</summary>
    public static async Task RemoveUnitsAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.RemoveUnitsRequest).ConfigureAwait(false);
        var model = request.Model;
        var before = model.Snapshot;
        var units = wanted.Units.Count > 0 ? wanted.Units : Youngest(model, wanted);
        await model.RemoveUnitsAsync(units, wanted.DestroyStorage, wanted.Force, request.Aborted).ConfigureAwait(false);
        var messages = new List<string>();
        foreach (var unit in units)
        {
            messages.Add($"will remove unit {unit}");
            AddStorage(messages, before, unit, wanted.DestroyStorage);
        }

        await request.AnswerAsync(new ChangeSummary(messages), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    private static IReadOnlyList<string> Youngest(ModelService model, RemoveUnitsRequest wanted)
    {
        var application = model.GetApplication(wanted.Application ?? "");
        var alive = model.Snapshot.UnitsOf(application.Name).Where(unit => unit.Life == Life.Alive).Select(unit => unit.Name).ToList();
        return wanted.Count <= alive.Count
            ? [.. alive.TakeLast(wanted.Count ?? 0)]
            : throw new EngineException(
                EngineErrorKind.Invalid, $"cannot remove {wanted.Count} units of \"{application.Name}\": it has {alive.Count}");
    }

    private static void AddStorage(List<string> messages, ModelSnapshot model, string unit, bool destroyed) =>
        messages.AddRange(model.StoragesOf(unit).Select(storage => $"- will {(destroyed ? "remove" : "detach")} storage {storage.Id}"));
}
