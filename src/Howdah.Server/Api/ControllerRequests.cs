using Howdah.Server.Client.Json;
using Howdah.Server.Client.Models;
using Howdah.Server.Hosting;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about the engine and its models.</summary>
internal static class ControllerRequests
{
    /// <summary>What the engine says about itself.</summary>
    public static Task GetInfoAsync(Request request) => request.AnswerAsync(
        new EngineInfo(ThisProgram.Version, request.Engine.Controller.Name, Environment.ProcessId, request.Engine.Data.Location),
        ApiJson.Default.EngineInfo);

    /// <summary>All models.</summary>
    public static Task GetModelsAsync(Request request)
    {
        var engine = request.Engine;
        return request.AnswerAsync(
            [.. engine.Controller.Models.Select(model => ModelView.Of(model.Snapshot, engine))], ApiJson.Default.IReadOnlyListModelSummary);
    }

    /// <summary>A new model.</summary>
    public static async Task AddModelAsync(Request request)
    {
        var model = await request.ReadAsync(ApiJson.Default.AddModelRequest).ConfigureAwait(false);
        await request.Engine.Controller.AddModelAsync(model.Name, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>The end of a model.</summary>
    public static async Task DestroyModelAsync(Request request)
    {
        await request.Engine.Controller.DestroyModelAsync(
            request.Part("model"), request.Flag("destroy-storage"), request.Flag("force"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>The end of everything. Hooks are not run: all that they could save is removed too.</summary>
    public static async Task DestroyAsync(Request request)
    {
        var engine = request.Engine;
        engine.Log.Destroying();
        await Task.WhenAll(engine.Controller.Models.Select(model =>
            engine.Controller.DestroyModelAsync(model.Name, destroyStorage: true, force: true, CancellationToken.None))).ConfigureAwait(false);
        engine.Ending.BecomeRemoval();
        await request.DoneAsync().ConfigureAwait(false);
        request.Http.Response.OnCompleted(() =>
        {
            engine.Lifetime.StopApplication();
            return Task.CompletedTask;
        });
    }
}
