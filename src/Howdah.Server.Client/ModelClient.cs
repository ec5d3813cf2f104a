using System.Globalization;
using System.Text;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Logs;
using Howdah.Server.Client.Operations;
using Howdah.Server.Client.Status;
using Howdah.Server.Client.Transport;
using Howdah.Server.Client.Units;

namespace Howdah.Server.Client;

/// <summary>One model of an engine. Every method throws <see cref="HowdahException"/> when the engine refuses or none answers.</summary>
public sealed partial class ModelClient
{
    private readonly HowdahClient _engine;
    private readonly string _root;

    internal ModelClient(HowdahClient engine, string name)
    {
        _engine = engine;
        Name = name;
        _root = $"models/{Uri.EscapeDataString(name)}";
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>The model as it is now.</summary>
    public Task<FullStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/status", ApiJson.Default.FullStatus, cancellationToken);

    /// <summary>The model as it is now, and again after every change; the engine pushes.</summary>
    public IAsyncEnumerable<FullStatus> WatchStatusAsync(CancellationToken cancellationToken) =>
        _engine.StreamAsync($"{_root}/status?watch=true", ApiJson.Default.FullStatus, cancellationToken);

    /// <summary>A unit with its relations and databags.</summary>
    public Task<IReadOnlyDictionary<string, UnitDetail>> GetUnitAsync(string unit, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/units/{Escape(unit)}", ApiJson.Default.IReadOnlyDictionaryStringUnitDetail, cancellationToken);

    /// <summary>The dispatches of a unit's charm that are kept, oldest first.</summary>
    public Task<IReadOnlyList<HookSummary>> GetHooksAsync(string unit, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/units/{Escape(unit)}/hooks", ApiJson.Default.IReadOnlyListHookSummary, cancellationToken);

    /// <summary>One dispatch of a unit's charm.</summary>
    public Task<HookDetail> GetHookAsync(string unit, int id, CancellationToken cancellationToken) => _engine.GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"{_root}/units/{Escape(unit)}/hooks/{id}"), ApiJson.Default.HookDetail, cancellationToken);

    /// <summary>Runs a dispatch again with what was recorded of it; nothing in the model changes.</summary>
    public Task<ReplayDetail> ReplayAsync(string unit, int id, ReplayRequest request, CancellationToken cancellationToken) => _engine.PostAsync(
        string.Create(CultureInfo.InvariantCulture, $"{_root}/units/{Escape(unit)}/hooks/{id}/replay"),
        request,
        ApiJson.Default.ReplayRequest,
        ApiJson.Default.ReplayDetail,
        cancellationToken);

    /// <summary>Why a unit is not active, and what would help.</summary>
    public Task<UnitExplanation> ExplainAsync(string unit, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/units/{Escape(unit)}/why", ApiJson.Default.UnitExplanation, cancellationToken);

    /// <summary>What a unit's agent elsewhere needs to speak to this engine.</summary>
    public Task<RemoteAccess> GetRemoteAccessAsync(string unit, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/units/{Escape(unit)}/remote-access", ApiJson.Default.RemoteAccess, cancellationToken);

    /// <summary>Deploys a charm.</summary>
    public Task<ChangeSummary> DeployAsync(DeployRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync(
            $"{_root}/applications", request, ApiJson.Default.DeployRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Begins to bring an application to another charm.</summary>
    public Task<ChangeSummary> RefreshAsync(string application, RefreshRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync(
            $"{_root}/applications/{Escape(application)}/charm",
            request,
            ApiJson.Default.RefreshRequest,
            ApiJson.Default.ChangeSummary,
            cancellationToken);

    /// <summary>Deploys what a bundle names and is not there yet.</summary>
    public Task<ChangeSummary> DeployBundleAsync(BundleRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync($"{_root}/bundles", request, ApiJson.Default.BundleRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Removes an application with all its units.</summary>
    public Task<ChangeSummary> RemoveApplicationAsync(
        string application, bool destroyStorage, bool force, CancellationToken cancellationToken) => _engine.DeleteAsync(
            $"{_root}/applications/{Escape(application)}",
            new RemoveUnitsRequest([], application, null, destroyStorage, force),
            ApiJson.Default.RemoveUnitsRequest,
            ApiJson.Default.ChangeSummary,
            cancellationToken);

    /// <summary>Sets how many units an application has.</summary>
    public Task<ChangeSummary> ScaleAsync(string application, int scale, CancellationToken cancellationToken) => _engine.PostAsync(
        $"{_root}/applications/{Escape(application)}/scale",
        new ScaleRequest(scale),
        ApiJson.Default.ScaleRequest,
        ApiJson.Default.ChangeSummary,
        cancellationToken);

    /// <summary>Adds units to an application.</summary>
    public Task<ChangeSummary> AddUnitsAsync(
        string application, int units, IReadOnlyList<string> attachStorage, CancellationToken cancellationToken) => _engine.PostAsync(
        $"{_root}/applications/{Escape(application)}/units",
        new AddUnitsRequest(units, attachStorage),
        ApiJson.Default.AddUnitsRequest,
        ApiJson.Default.ChangeSummary,
        cancellationToken);

    /// <summary>Removes units.</summary>
    public Task<ChangeSummary> RemoveUnitsAsync(RemoveUnitsRequest request, CancellationToken cancellationToken) =>
        _engine.DeleteAsync(
            $"{_root}/units", request, ApiJson.Default.RemoveUnitsRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>An application's options.</summary>
    public Task<ApplicationConfig> GetConfigAsync(string application, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/applications/{Escape(application)}/config", ApiJson.Default.ApplicationConfig, cancellationToken);

    /// <summary>Changes an application's options.</summary>
    public Task SetConfigAsync(string application, ConfigRequest request, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Post, $"{_root}/applications/{Escape(application)}/config", request, ApiJson.Default.ConfigRequest, cancellationToken);

    /// <summary>Relates two applications.</summary>
    public Task<ChangeSummary> IntegrateAsync(RelationRequest request, CancellationToken cancellationToken) => _engine.PostAsync(
        $"{_root}/relations", request, ApiJson.Default.RelationRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Ends a relation.</summary>
    public Task<ChangeSummary> RemoveRelationAsync(RelationRequest request, CancellationToken cancellationToken) => _engine.DeleteAsync(
        $"{_root}/relations", request, ApiJson.Default.RelationRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Lets a unit in error go on.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="retry">Whether the failed hook runs again now, or counts as done.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task ResolveAsync(string unit, bool retry, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Post, $"{_root}/units/{Escape(unit)}/resolved?retry={(retry ? "true" : "false")}", cancellationToken);

    /// <summary>Asks for an action; it is queued when this returns.</summary>
    public Task<OperationDetail> RunActionAsync(ActionRequest request, CancellationToken cancellationToken) => _engine.PostAsync(
        $"{_root}/operations", request, ApiJson.Default.ActionRequest, ApiJson.Default.OperationDetail, cancellationToken);

    /// <summary>Asks for a shell command in the hook context; it is queued when this returns.</summary>
    public Task<OperationDetail> RunHookCommandAsync(HookCommandRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync(
            $"{_root}/hook-commands", request, ApiJson.Default.HookCommandRequest, ApiJson.Default.OperationDetail, cancellationToken);

    /// <summary>All operations that are kept, oldest first.</summary>
    public Task<IReadOnlyList<OperationDetail>> GetOperationsAsync(CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/operations", ApiJson.Default.IReadOnlyListOperationDetail, cancellationToken);

    /// <summary>An operation.</summary>
    public Task<OperationDetail> GetOperationAsync(string id, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/operations/{Uri.EscapeDataString(id)}", ApiJson.Default.OperationDetail, cancellationToken);

    /// <summary>A task.</summary>
    public Task<TaskDetail> GetTaskAsync(string id, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/tasks/{Uri.EscapeDataString(id)}", ApiJson.Default.TaskDetail, cancellationToken);

    /// <summary>What an operation's tasks log, as they log it, and their results; ends with the last result.</summary>
    public IAsyncEnumerable<OperationEvent> WatchOperationAsync(string id, CancellationToken cancellationToken) => _engine.StreamAsync(
        $"{_root}/operations/{Uri.EscapeDataString(id)}/events", ApiJson.Default.OperationEvent, cancellationToken);

    /// <summary>Lines of the model's log.</summary>
    public IAsyncEnumerable<LogRecord> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) =>
        _engine.StreamAsync($"{_root}/log?{ToQuery(query)}", ApiJson.Default.LogRecord, cancellationToken);

    /// <summary>Starts a command in a container of a unit.</summary>
    public Task<ExecSocket> ExecAsync(string unit, ExecRequest request, CancellationToken cancellationToken) =>
        _engine.OpenExecAsync($"{_root}/units/{Escape(unit)}/exec", request, cancellationToken);

    private static string Escape(string unitOrApplication) =>
        string.Join('/', unitOrApplication.Split('/').Select(Uri.EscapeDataString));

    private static string ToQuery(LogQuery query)
    {
        var text = new StringBuilder().Append("follow=").Append(query.Follow ? "true" : "false");
        foreach (var (name, values) in new[]
        {
            ("include", query.Include),
            ("exclude", query.Exclude),
            ("include-module", query.IncludeModule),
            ("exclude-module", query.ExcludeModule),
            ("level", query.Level is null ? [] : [query.Level]),
            ("backlog", query.Backlog is { } backlog ? [backlog.ToString(CultureInfo.InvariantCulture)] : []),
            ("limit", query.Limit is { } limit ? [limit.ToString(CultureInfo.InvariantCulture)] : []),
        })
        {
            foreach (var value in values)
            {
                text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }
}
