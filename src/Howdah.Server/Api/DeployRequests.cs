using Howdah.Engine.Bundles;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using EngineDeployRequest = Howdah.Engine.DeployRequest;
using EngineRefreshRequest = Howdah.Engine.RefreshRequest;

namespace Howdah.Server.Api;

/// <summary>Requests that bring applications into a model.</summary>
internal static class DeployRequests
{
    /// <summary>Deploys a charm.</summary>
    public static async Task DeployAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.DeployRequest).ConfigureAwait(false);
        var name = await request.Model.DeployAsync(
            new EngineDeployRequest(wanted.Charm)
            {
                BaseDirectory = wanted.BaseDirectory,
                Application = wanted.Application,
                Units = wanted.Units,
                Config = wanted.Config,
                Trust = wanted.Trust,
                Resources = wanted.Resources,
                StorageCounts = wanted.StorageCounts,
            },
            request.Aborted).ConfigureAwait(false);
        var snapshot = request.Model.Snapshot;
        var message = snapshot.Applications.TryGetValue(name, out var application)
            && snapshot.CharmRecords.TryGetValue(application.CharmId, out var charm)
                ? $"Deployed \"{name}\" from local charm \"{charm.Name}\", revision {charm.Revision}"
                : $"Deployed \"{name}\"";
        await request.AnswerAsync(new ChangeSummary([message]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Begins to bring an application to another charm.</summary>
    public static async Task RefreshAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.RefreshRequest).ConfigureAwait(false);
        var charm = await request.Model.RefreshAsync(
            request.Part("application"),
            new EngineRefreshRequest
            {
                Charm = wanted.Charm,
                BaseDirectory = wanted.BaseDirectory,
                Switch = wanted.Switch,
                ForceUnits = wanted.ForceUnits,
                Trust = wanted.Trust,
                Config = wanted.Config,
                Resources = wanted.Resources,
            },
            request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(
            new ChangeSummary([$"Added local charm \"{charm.Name}\", revision {charm.Revision}, to the model"]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Deploys what a bundle names and is not there yet.</summary>
    public static async Task DeployBundleAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.BundleRequest).ConfigureAwait(false);
        var bundle = BundleReader.Read(wanted.Content, Path.GetFileName(wanted.Path));
        var steps = new Steps();
        await request.Engine.Controller
            .DeployBundleAsync(request.Part("model"), bundle, Path.GetDirectoryName(wanted.Path) ?? "/", steps, request.Aborted).ConfigureAwait(false);
        var messages = steps.Messages.Count > 0 ? steps.Messages : ["No changes to apply."];
        await request.AnswerAsync(new ChangeSummary(messages), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    // Progress<T> would report on another thread, after the answer.
    private sealed class Steps : IProgress<string>
    {
        public List<string> Messages { get; } = [];

        public void Report(string value) => Messages.Add(value);
    }
}
