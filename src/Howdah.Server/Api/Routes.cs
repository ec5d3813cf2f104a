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
        new("GET", "/v1/info", Access.AnyUnit, "What the engine says about itself", ControllerRequests.GetInfoAsync)
            { Answer = ApiJson.Default.EngineInfo },
        new("GET", "/v1/remote-access", Access.Operator, "What an operator needs to call over TLS", RemoteRequests.GetAsync)
            { Answer = ApiJson.Default.RemoteAccess },
        new("DELETE", "/v1/controller", Access.Operator, "Removes all units, models and data without asking charms, and ends the engine", ControllerRequests.DestroyAsync),
        new("GET", "/v1/models", Access.Operator, "All models", ControllerRequests.GetModelsAsync)
            { Answer = ApiJson.Default.IReadOnlyListModelSummary },
        new("POST", "/v1/models", Access.Operator, "Makes a model", ControllerRequests.AddModelAsync)
            { Body = ApiJson.Default.AddModelRequest },
        new("DELETE", Models, Access.Operator, "Removes a model; answers when it is gone", ControllerRequests.DestroyModelAsync)
            { Query = ["destroy-storage", "force"] },
        new("GET", Models + "/status", Access.Operator, "The status; with watch=true as JSON lines, now and after every change that shows in it", StatusRequests.GetAsync)
            { Answer = ApiJson.Default.FullStatus, Query = ["watch"] },
        new("GET", Models + "/log", Access.Operator, "Lines of the debug log, as JSON lines", LogRequests.ReadAsync)
            {
                Answer = ApiJson.Default.LogRecord, IsStream = true,
                Query = ["include", "exclude", "include-module", "exclude-module", "level", "backlog", "limit", "follow"],
            },
        new("GET", Models + "/status-log/{application}", Access.Operator, "The statuses that a unit or an application had", OperatingRequests.GetStatusLogAsync)
            { Answer = ApiJson.Default.IReadOnlyListStatusLogEntry },
        new("GET", Models + "/status-log/{application}/{number}", Access.OwnUnit, "The statuses that a unit or an application had", OperatingRequests.GetStatusLogAsync)
            { Answer = ApiJson.Default.IReadOnlyListStatusLogEntry },
        new("GET", Models + "/config", Access.Operator, "The model's settings", OperatingRequests.GetConfigAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringModelSetting },
        new("POST", Models + "/config", Access.Operator, "Sets and resets settings of the model", OperatingRequests.SetConfigAsync)
            { Body = ApiJson.Default.ConfigRequest },
        new("POST", Models + "/applications", Access.Operator, "Deploys a charm", DeployRequests.DeployAsync)
            { Body = ApiJson.Default.DeployRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/bundles", Access.Operator, "Deploys what a bundle names and is not there yet", DeployRequests.DeployBundleAsync)
            { Body = ApiJson.Default.BundleRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Applications, Access.Operator, "Removes an application", RemovalRequests.RemoveApplicationAsync)
            { Body = ApiJson.Default.RemoveUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/charm", Access.Operator, "Begins to bring an application to another charm", DeployRequests.RefreshAsync)
            { Body = ApiJson.Default.RefreshRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/scale", Access.Operator, "Sets how many units an application has", ScaleRequests.ScaleAsync)
            { Body = ApiJson.Default.ScaleRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/units", Access.Operator, "Adds units", ScaleRequests.AddUnitsAsync)
            { Body = ApiJson.Default.AddUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Applications + "/exposed", Access.Operator, "Lets an application be reached from outside of the model", OperatingRequests.ExposeAsync),
        new("DELETE", Applications + "/exposed", Access.Operator, "Lets an application be reached from inside of the model only", OperatingRequests.UnexposeAsync),
        new("GET", Applications + "/resources", Access.Operator, "What an application's charm was given for its resources", OperatingRequests.GetResourcesAsync)
            { Answer = ApiJson.Default.ResourceList },
        new("POST", Applications + "/resources", Access.Operator, "Gives an application something for a resource", OperatingRequests.AttachResourceAsync)
            { Body = ApiJson.Default.ResourceRequest },
        new("GET", Applications + "/config", Access.Operator, "An application's options", ConfigRequests.GetAsync)
            { Answer = ApiJson.Default.ApplicationConfig },
        new("POST", Applications + "/config", Access.Operator, "Sets and resets options", ConfigRequests.SetAsync)
            { Body = ApiJson.Default.ConfigRequest },
        new("POST", Models + "/storage", Access.Operator, "Adds storage to a unit, or attaches detached storage", StorageRequests.AddAsync)
            { Body = ApiJson.Default.StorageRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/storage/{name}/{number}/detached", Access.Operator, "Begins to detach storage", StorageRequests.DetachAsync),
        new("DELETE", Models + "/storage/{name}/{number}", Access.Operator, "Deletes detached storage", StorageRequests.RemoveAsync),
        new("GET", Models + "/secrets", Access.Operator, "All secrets", SecretRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringSecretDetail },
        new("POST", Models + "/secrets", Access.Operator, "Adds a secret", SecretRequests.AddAsync)
            { Body = ApiJson.Default.SecretRequest, Answer = ApiJson.Default.SecretAdded },
        new("GET", Secrets, Access.Operator, "One secret; with reveal=true what it says too", SecretRequests.GetAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringSecretDetail, Query = ["reveal", "revision"] },
        new("POST", Secrets, Access.Operator, "Changes a secret", SecretRequests.UpdateAsync)
            { Body = ApiJson.Default.SecretRequest },
        new("DELETE", Secrets, Access.Operator, "Removes a secret, or a revision of it", SecretRequests.RemoveAsync)
            { Query = ["revision"] },
        new("POST", Secrets + "/grants", Access.Operator, "Lets applications read a secret", SecretRequests.GrantAsync)
            { Body = ApiJson.Default.ApplicationsRequest },
        new("DELETE", Secrets + "/grants", Access.Operator, "Lets applications no longer read a secret", SecretRequests.RevokeAsync)
            { Body = ApiJson.Default.ApplicationsRequest },
        new("POST", Models + "/relations", Access.Operator, "Relates two applications", RelationRequests.AddAsync)
            { Body = ApiJson.Default.RelationRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/relations", Access.Operator, "Ends a relation", RelationRequests.RemoveAsync)
            { Body = ApiJson.Default.RelationRequest, Answer = ApiJson.Default.ChangeSummary },
        new("POST", Models + "/relations/{id}/suspended", Access.Operator, "Has the units of both models leave a relation that uses an offer", RelationRequests.SuspendAsync)
            { Body = ApiJson.Default.SuspendRequest },
        new("DELETE", Models + "/relations/{id}/suspended", Access.Operator, "Has them enter it again", RelationRequests.ResumeAsync),
        new("GET", "/v1/offers", Access.Operator, "What all models offer to each other", OfferRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringOfferDetail },
        new("POST", Models + "/offers", Access.Operator, "Lets other models relate to endpoints of an application", OfferRequests.AddAsync)
            { Body = ApiJson.Default.OfferRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/offers/{offer}", Access.Operator, "Ends an offer; with force=true its relations too", OfferRequests.RemoveAsync)
            { Query = ["force"] },
        new("POST", Models + "/remote-applications", Access.Operator, "Has a model know an offer of another", OfferRequests.ConsumeAsync)
            { Body = ApiJson.Default.ConsumeRequest, Answer = ApiJson.Default.ChangeSummary },
        new("DELETE", Models + "/remote-applications/{name}", Access.Operator, "Ends a consumed offer with its relations", OfferRequests.RemoveRemoteAsync),
        new("DELETE", Models + "/units", Access.Operator, "Removes units, named or counted", RemovalRequests.RemoveUnitsAsync)
            { Body = ApiJson.Default.RemoveUnitsRequest, Answer = ApiJson.Default.ChangeSummary },
        new("GET", Units, Access.OwnUnit, "A unit with its relations and databags", UnitRequests.GetAsync)
            { Answer = ApiJson.Default.IReadOnlyDictionaryStringUnitDetail },
        new("POST", Units + "/resolved", Access.Operator, "Lets a unit in error go on; with retry=true by running the hook again", UnitRequests.ResolveAsync)
            { Query = ["retry"] },
        new("GET", Units + "/hooks", Access.OwnUnit, "The hooks of a unit that are kept", HookRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyListHookSummary },
        new("GET", Units + "/hooks/{id}", Access.OwnUnit, "What a hook was given, asked, wrote and printed", HookRequests.GetAsync)
            { Answer = ApiJson.Default.HookDetail },
        new("POST", Units + "/hooks/{id}/replay", Access.Operator, "Runs a hook again on its record, changing nothing", HookRequests.ReplayAsync)
            { Body = ApiJson.Default.ReplayRequest, Answer = ApiJson.Default.ReplayDetail },
        new("GET", Units + "/why", Access.OwnUnit, "Why a unit is not active", UnitRequests.ExplainAsync)
            { Answer = ApiJson.Default.UnitExplanation },
        new("GET", Units + "/remote-access", Access.Operator, "What the unit's agent needs to call over TLS", RemoteRequests.GetForUnitAsync)
            { Answer = ApiJson.Default.RemoteAccess },
        new("GET", Units + "/exec", Access.Operator, "Runs a command in a container of a unit, over a websocket", ExecRequests.RunAsync)
            { IsSocket = true },
        new("POST", Models + "/operations", Access.Operator, "Asks units for an action", OperationRequests.RunActionAsync)
            { Body = ApiJson.Default.ActionRequest, Answer = ApiJson.Default.OperationDetail },
        new("POST", Models + "/hook-commands", Access.Operator, "Asks units for a command in a hook context", OperationRequests.RunHookCommandAsync)
            { Body = ApiJson.Default.HookCommandRequest, Answer = ApiJson.Default.OperationDetail },
        new("GET", Models + "/operations", Access.Operator, "All operations", OperationRequests.ListAsync)
            { Answer = ApiJson.Default.IReadOnlyListOperationDetail },
        new("GET", Models + "/operations/{id}", Access.Operator, "One operation", OperationRequests.GetAsync)
            { Answer = ApiJson.Default.OperationDetail },
        new("GET", Models + "/operations/{id}/events", Access.Operator, "What the tasks of an operation log, and their results, as JSON lines", OperationRequests.WatchAsync)
            { Answer = ApiJson.Default.OperationEvent, IsStream = true },
        new("GET", Models + "/tasks/{id}", Access.Operator, "One task", OperationRequests.GetTaskAsync)
            { Answer = ApiJson.Default.TaskDetail },
    ];

    /// <summary>Maps them, and the document that describes them.</summary>
    public static void Map(IEndpointRouteBuilder routes, Engine engine)
    {
        foreach (var route in All.Append(OpenApi.Route))
        {
            // RequestDelegate and no typed handlers: nothing is bound by reflection or generated code.
            routes.MapMethods(route.Path, [route.Method], (RequestDelegate)(context => Refusals.GuardAsync(new Request(engine, context), request => Callers.AdmitAsync(request, route))));
        }
    }
}
