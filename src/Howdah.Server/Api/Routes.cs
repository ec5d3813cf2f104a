using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>All paths of the API. The client of it is <c>Howdah.Server.Client</c>.</summary>
internal static class Routes
{
    private const string Models = "/v1/models/{model}";
    private const string Units = Models + "/units/{application}/{number}";
    private const string Applications = Models + "/applications/{application}";

    private const string Secrets = Models + "/secrets/{secret}";

    /// <summary>The paths, with what a program has to know to use them.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/v1/info", "What the engine says about itself", ControllerRequests.GetInfoAsync)
            { Answer = ApiJson.Default.EngineInfo },
        new("DELETE", "/v1/controller", "Removes all units, models and data without asking charms, and ends the engine", ControllerRequests.DestroyAsync),
        new("GET", "/v1/models", "All models", ControllerRequests.GetModelsAsync)
            { Answer = ApiJson.Default.IReadOnlyListModelSummary },
        new("POST", "/v1/models", "Makes a model", ControllerRequests.AddModelAsync)
            { Body = ApiJson.Default.AddModelRequest },
        new("DELETE", Models, "Removes a model; answers when it is gone", ControllerRequests.DestroyModelAsync)
            { Query = ["destroy-storage", "force"] },
        new("GET", Models + "/status", "The status; with watch=true as JSON lines, now and after every change that shows in it", StatusRequests.GetAsync)
            { Answer = ApiJson.Default.FullStatus, Query = ["watch"] },
        new("GET", Models + "/log", "Lines of the debug log, as JSON lines", LogRequests.ReadAsync)
            {
                Answer = ApiJson.Default.LogRecord, IsStream = true,
                Query = ["include", "exclude", "include-module", "exclude-module", "level", "backlog", "limit", "follow"],
            },
        new("GET", Models + "/status-log/{application}", "The statuses that a unit or an application had", OperatingRequests.GetStatusLogAsync)
            { Answer = ApiJson.Default.IReadOnlyListStatusLogEntry },
        new("GET", Models + "/status-log/{application}/{number}", "The statuses that a unit or an application had", OperatingRequests.GetStatusLogAsync)
            { Answer = ApiJson.Default.IReadOnlyListStatusLogEntry },
        new("GET", Models + "/config", "The model's settings", OperatingRequests.GetConfigAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringModelSetting },
        new("POST", Models + "/config", "Sets and resets settings of the model", OperatingRequests.SetConfigAsync)
            { Body = ApiJson.Default.ConfigRequest },
        new("POST", Models + "/applications", "Deploys a charm", DeployRequests.DeployAsync)
            { Body = ApiJson.Default.DeployRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/bundles", "Deploys what a bundle names and is not there yet", DeployRequests.DeployBundleAsync)
            { Body = ApiJson.Default.BundleRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Applications, "Removes an application", RemovalRequests.RemoveApplicationAsync)
            { Body = ApiJson.Default.RemoveUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/charm", "Begins to bring an application to another charm", DeployRequests.RefreshAsync)
            { Body = ApiJson.Default.RefreshRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/scale", "Sets how many units an application has", ScaleRequests.ScaleAsync)
            { Body = ApiJson.Default.ScaleRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/units", "Adds units", ScaleRequests.AddUnitsAsync)
            { Body = ApiJson.Default.AddUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/exposed", "Lets an application be reached from outside of the model", OperatingRequests.ExposeAsync),
        new("DELETE", Applications + "/exposed", "Lets an application be reached from inside of the model only", OperatingRequests.UnexposeAsync),
        new("GET", Applications + "/resources", "What an application's charm was given for its resources", OperatingRequests.GetResourcesAsync)
            { Answer = ApiJson.Default.ResourceList },
        new("POST", Applications + "/resources", "Gives an application something for a resource", OperatingRequests.AttachResourceAsync)
            { Body = ApiJson.Default.ResourceRequest },
        new("GET", Applications + "/config", "An application's options", ConfigRequests.GetAsync)
            { Answer = ApiJson.Default.ApplicationConfig },
        new("POST", Applications + "/config", "Sets and resets options", ConfigRequests.SetAsync)
            { Body = ApiJson.Default.ConfigRequest },
        new("POST", Models + "/storage", "Adds storage to a unit, or attaches detached storage", StorageRequests.AddAsync)
            { Body = ApiJson.Default.StorageRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/storage/{name}/{number}/detached", "Begins to detach storage", StorageRequests.DetachAsync),
        new("DELETE", Models + "/storage/{name}/{number}", "Deletes detached storage", StorageRequests.RemoveAsync),
        new("GET", Models + "/secrets", "All secrets", SecretRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringSecretDetail },
        new("POST", Models + "/secrets", "Adds a secret", SecretRequests.AddAsync)
            { Body = ApiJson.Default.SecretRequest, Answer = ApiJson.Default.SecretAdded },
        new("GET", Secrets, "One secret; with reveal=true what it says too", SecretRequests.GetAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringSecretDetail, Query = ["reveal", "revision"] },
        new("POST", Secrets, "Changes a secret", SecretRequests.UpdateAsync)
            { Body = ApiJson.Default.SecretRequest },
        new("DELETE", Secrets, "Removes a secret, or a revision of it", SecretRequests.RemoveAsync)
            { Query = ["revision"] },
        new("POST", Secrets + "/grants", "Lets applications read a secret", SecretRequests.GrantAsync)
            { Body = ApiJson.Default.ApplicationsRequest },
        new("DELETE", Secrets + "/grants", "Lets applications no longer read a secret", SecretRequests.RevokeAsync)
            { Body = ApiJson.Default.ApplicationsRequest },
        new("POST", Models + "/relations", "Relates two applications", RelationRequests.AddAsync)
            { Body = ApiJson.Default.RelationRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/relations", "Ends a relation", RelationRequests.RemoveAsync)
            { Body = ApiJson.Default.RelationRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/relations/{id}/suspended", "Has the units of both models leave a relation that uses an offer", RelationRequests.SuspendAsync)
            { Body = ApiJson.Default.SuspendRequest },
        new("DELETE", Models + "/relations/{id}/suspended", "Has them enter it again", RelationRequests.ResumeAsync),
        new("GET", "/v1/offers", "What all models offer to each other", OfferRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringOfferDetail },
        new("POST", Models + "/offers", "Lets other models relate to endpoints of an application", OfferRequests.AddAsync)
            { Body = ApiJson.Default.OfferRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/offers/{offer}", "Ends an offer; with force=true its relations too", OfferRequests.RemoveAsync)
            { Query = ["force"] },
        new("POST", Models + "/remote-applications", "Has a model know an offer of another", OfferRequests.ConsumeAsync)
            { Body = ApiJson.Default.ConsumeRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/remote-applications/{name}", "Ends a consumed offer with its relations", OfferRequests.RemoveRemoteAsync),
        new("DELETE", Models + "/units", "Removes units, named or counted", RemovalRequests.RemoveUnitsAsync)
            { Body = ApiJson.Default.RemoveUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("GET", Units, "A unit with its relations and databags", UnitRequests.GetAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringUnitDetail },
        new("POST", Units + "/resolved", "Lets a unit in error go on; with retry=true by running the hook again", UnitRequests.ResolveAsync)
            { Query = ["retry"] },
        new("GET", Units + "/hooks", "The hooks of a unit that are kept", HookRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyListHookSummary },
        new("GET", Units + "/hooks/{id}", "What a hook was given, asked, wrote and printed", HookRequests.GetAsync)
            { Answer = ApiJson.Default.HookDetail },
        new("POST", Units + "/hooks/{id}/replay", "Runs a hook again on its record, changing nothing", HookRequests.ReplayAsync)
            { Body = ApiJson.Default.ReplayRequest, Answer = ApiJson.Default.ReplayDetail },
        new("GET", Units + "/why", "Why a unit is not active", UnitRequests.ExplainAsync)
            { Answer = ApiJson.Default.UnitExplanation },
        new("GET", Units + "/exec", "Runs a command in a container of a unit, over a websocket", ExecRequests.RunAsync)
            { IsSocket = true },
        new("POST", Models + "/operations", "Asks units for an action", OperationRequests.RunActionAsync)
            { Body = ApiJson.Default.ActionRequest, Answer = ApiJson.Default.OperationDetail },
        new("POST", Models + "/hook-commands", "Asks units for a command in a hook context", OperationRequests.RunHookCommandAsync)
            { Body = ApiJson.Default.HookCommandRequest, Answer = ApiJson.Default.OperationDetail },
        new("GET", Models + "/operations", "All operations", OperationRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyListOperationDetail },
        new("GET", Models + "/operations/{id}", "One operation", OperationRequests.GetAsync)
            { Answer = ApiJson.Default.OperationDetail },
        new("GET", Models + "/operations/{id}/events", "What the tasks of an operation log, and their results, as JSON lines", OperationRequests.WatchAsync)
            { Answer = ApiJson.Default.OperationEvent, IsStream = true },
        new("GET", Models + "/tasks/{id}", "One task", OperationRequests.GetTaskAsync)
            { Answer = ApiJson.Default.TaskDetail },
    ];

    /// <summary>Maps them, and the document that describes them.</summary>
    public static void Map(IEndpointRouteBuilder routes, Engine engine)
    {
        foreach (var route in All.Append(OpenApi.Route))
        {
            // RequestDelegate and no typed handlers: nothing is bound by reflection or generated code.
            routes.MapMethods(route.Path, [route.Method], (RequestDelegate)(context => Refusals.GuardAsync(new Request(engine, context), route.Handler)));
        }
    }
}
