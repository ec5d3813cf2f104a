namespace Howdah.Server.Api;

/// <summary>All paths of the API. The client of it is <c>Howdah.Server.Client</c>.</summary>
internal static class Routes
{
    private const string Models = "/v1/models/{model}";
    private const string Units = Models + "/units/{application}/{number}";
    private const string Applications = Models + "/applications/{application}";

    private const string Secrets = Models + "/secrets/{secret}";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes, Engine engine)
    {
        var api = new Mapper(routes, engine);
        api.Get("/v1/info", ControllerRequests.GetInfoAsync);
        api.Delete("/v1/controller", ControllerRequests.DestroyAsync);
        api.Get("/v1/models", ControllerRequests.GetModelsAsync);
        api.Post("/v1/models", ControllerRequests.AddModelAsync);
        api.Delete(Models, ControllerRequests.DestroyModelAsync);

        api.Get(Models + "/status", StatusRequests.GetAsync);
        api.Get(Models + "/log", LogRequests.ReadAsync);
        api.Get(Models + "/status-log/{application}", OperatingRequests.GetStatusLogAsync);
        api.Get(Models + "/status-log/{application}/{number}", OperatingRequests.GetStatusLogAsync);
        api.Get(Models + "/config", OperatingRequests.GetConfigAsync);
        api.Post(Models + "/config", OperatingRequests.SetConfigAsync);

        api.Post(Models + "/applications", DeployRequests.DeployAsync);
        api.Post(Models + "/bundles", DeployRequests.DeployBundleAsync);
        api.Delete(Applications, RemovalRequests.RemoveApplicationAsync);
        api.Post(Applications + "/charm", DeployRequests.RefreshAsync);
        api.Post(Applications + "/scale", ScaleRequests.ScaleAsync);
        api.Post(Applications + "/units", ScaleRequests.AddUnitsAsync);
        api.Post(Applications + "/exposed", OperatingRequests.ExposeAsync);
        api.Delete(Applications + "/exposed", OperatingRequests.UnexposeAsync);
        api.Get(Applications + "/resources", OperatingRequests.GetResourcesAsync);
        api.Post(Applications + "/resources", OperatingRequests.AttachResourceAsync);
        api.Get(Applications + "/config", ConfigRequests.GetAsync);
        api.Post(Applications + "/config", ConfigRequests.SetAsync);

        api.Post(Models + "/storage", StorageRequests.AddAsync);
        api.Post(Models + "/storage/{name}/{number}/detached", StorageRequests.DetachAsync);
        api.Delete(Models + "/storage/{name}/{number}", StorageRequests.RemoveAsync);

        api.Get(Models + "/secrets", SecretRequests.ListAsync);
        api.Post(Models + "/secrets", SecretRequests.AddAsync);
        api.Get(Secrets, SecretRequests.GetAsync);
        api.Post(Secrets, SecretRequests.UpdateAsync);
        api.Delete(Secrets, SecretRequests.RemoveAsync);
        api.Post(Secrets + "/grants", SecretRequests.GrantAsync);
        api.Delete(Secrets + "/grants", SecretRequests.RevokeAsync);

        api.Post(Models + "/relations", RelationRequests.AddAsync);
        api.Delete(Models + "/relations", RelationRequests.RemoveAsync);

        api.Delete(Models + "/units", RemovalRequests.RemoveUnitsAsync);
        api.Get(Units, UnitRequests.GetAsync);
        api.Post(Units + "/resolved", UnitRequests.ResolveAsync);
        api.Get(Units + "/hooks", HookRequests.ListAsync);
        api.Get(Units + "/hooks/{id}", HookRequests.GetAsync);
        api.Post(Units + "/hooks/{id}/replay", HookRequests.ReplayAsync);
        api.Get(Units + "/why", UnitRequests.ExplainAsync);
        api.Get(Units + "/exec", ExecRequests.RunAsync);

        api.Post(Models + "/operations", OperationRequests.RunActionAsync);
        api.Post(Models + "/hook-commands", OperationRequests.RunHookCommandAsync);
        api.Get(Models + "/operations", OperationRequests.ListAsync);
        api.Get(Models + "/operations/{id}", OperationRequests.GetAsync);
        api.Get(Models + "/operations/{id}/events", OperationRequests.WatchAsync);
        api.Get(Models + "/tasks/{id}", OperationRequests.GetTaskAsync);
    }

    // RequestDelegate and no typed handlers: nothing is bound by reflection or generated code.
    private sealed class Mapper(IEndpointRouteBuilder routes, Engine engine)
    {
        public void Get(string path, Func<Request, Task> handler) => Add(HttpMethods.Get, path, handler);

        public void Post(string path, Func<Request, Task> handler) => Add(HttpMethods.Post, path, handler);

        public void Delete(string path, Func<Request, Task> handler) => Add(HttpMethods.Delete, path, handler);

        private void Add(string method, string path, Func<Request, Task> handler) =>
            routes.MapMethods(path, [method], (RequestDelegate)(context => Refusals.GuardAsync(new Request(engine, context), handler)));
    }
}
