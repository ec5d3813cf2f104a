using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Howdah.Server.Client.Json;
using Howdah.Server.Hosting;

namespace Howdah.Server.Api;

/// <summary>The OpenAPI 3.1 document of the API, made from the paths themselves and from what their JSON is read and written by.</summary>
internal static class OpenApi
{
    /// <summary>Where it is served.</summary>
    public static Route Route { get; } = new("GET", "/v1/openapi.json", Access.AnyUnit, "This document", AnswerAsync) { Answer = ApiJson.Default.JsonElement };

    /// <summary>Makes it.</summary>
    public static JsonObject Document()
    {
        var schemas = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal);
        var paths = new JsonObject();
        foreach (var group in Routes.All.Append(Route).GroupBy(route => route.Path))
        {
            paths[group.Key] = new JsonObject(group.Select(route =>
                KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route, schemas))));
        }

        _ = Reference(ApiJson.Default.ApiErrorEnvelope, schemas);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Howdah", ["version"] = ThisProgram.Version },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.GetJsonSchemaAsNode()))),
            },
        };
    }

    private static Task AnswerAsync(Request request)
    {
        request.Http.Response.ContentType = "application/json";
        return request.Http.Response.WriteAsync(Document().ToJsonString(), request.Aborted);
    }

    private static JsonObject Operation(Route route, SortedDictionary<string, JsonTypeInfo> schemas)
    {
        var operation = new JsonObject
        {
            ["summary"] = route.Summary,
            ["x-callers"] = route.Access switch
            {
                Access.AnyUnit => "any unit",
                Access.OwnUnit => "the unit",
                _ => "operator",
            },
        };
        var parts = route.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => Parameter(part.Trim('{', '}'), "path"));
        JsonNode?[] parameters = [.. parts, .. route.Query.Select(name => Parameter(name, "query"))];
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray(parameters);
        }

        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", body, schemas) };
        }

        operation["responses"] = new JsonObject
        {
            [route.IsSocket ? "101" : route.Answer is null ? "204" : "200"] = route.Answer is { } answer
                ? new JsonObject
                {
                    ["description"] = "Done",
                    ["content"] = Content(route.IsStream ? "application/x-ndjson" : "application/json", answer, schemas),
                }
                : new JsonObject { ["description"] = route.IsSocket ? "A websocket" : "Done" },
            ["default"] = new JsonObject
            {
                ["description"] = "Why it can't be done; nothing was changed",
                ["content"] = Content("application/json", ApiJson.Default.ApiErrorEnvelope, schemas),
            },
        };
        return operation;
    }

    private static JsonObject Parameter(string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Content(string type, JsonTypeInfo of, SortedDictionary<string, JsonTypeInfo> schemas) =>
        new() { [type] = new JsonObject { ["schema"] = Reference(of, schemas) } };

    private static JsonObject Reference(JsonTypeInfo of, SortedDictionary<string, JsonTypeInfo> schemas)
    {
        var name = of.Kind switch
        {
            JsonTypeInfoKind.Dictionary => of.Type.GenericTypeArguments[^1].Name + "ByName",
            JsonTypeInfoKind.Enumerable => of.Type.GenericTypeArguments[0].Name + "List",
            _ => of.Type.Name,
        };
        schemas[name] = of;
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }
}
