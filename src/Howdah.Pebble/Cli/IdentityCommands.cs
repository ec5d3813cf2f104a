using System.Text.Json;
using Howdah.Pebble.Api;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>identities</c>, <c>identity</c>, <c>add-identities</c>, <c>update-identities</c>,
/// <c>remove-identities</c>.</summary>
internal static class IdentityCommands
{
    private static readonly string[] _types = ["local", "basic", "cert"];
    private static readonly Option _from =
        new("from", "Path of YAML file to read identities from", null, "<path>", IsRequired: true);

    public static IReadOnlyList<Command> All { get; } =
    [
        new("identities", "Identities", "List all identities", ListAsync)
        {
            Description = "Lists who may use the API, and how far.",
            Options = [Commands.Format],
        },
        new("identity", "Identities", "Show a single identity", GetAsync)
        {
            Description = "Shows one identity, without its secrets.",
            Options = [Commands.Format], Positionals = [new("name")],
        },
        new("add-identities", "Identities", "Add new identities", i => ChangeAsync(i, "add", "Added", "new "))
        {
            Description = "Adds the identities of a YAML file, below its top-level key identities. None may exist yet.",
            Options = [_from],
        },
        new("update-identities", "Identities", "Update or replace identities", UpdateAsync)
        {
            Description = "Gives identities that exist what a YAML file says, below its top-level key identities.",
            Options = [_from, new("replace", "Replace (add or update) identities; remove those that are null")],
        },
        new("remove-identities", "Identities", "Remove identities", i => ChangeAsync(i, "remove", "Removed", ""))
        {
            Description = "Removes the identities that a YAML file names, each with the value null.",
            Options = [_from],
        },
    ];

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var all = await invocation.Server.GetAsync("/v1/identities").ConfigureAwait(false);
        void Json(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WritePropertyName("identities");
            all.WriteTo(json);
            json.WriteEndObject();
        }
        if (Formats.Print(invocation, Json)) return 0;
        if (!all.EnumerateObject().Any())
        {
            Out.ErrorLine("No identities.");
            return 0;
        }
        Out.Table([["Name", "Access", "Types"], .. all.EnumerateObject().OrderBy(i => i.Name, StringComparer.Ordinal).Select(Row)]);
        return 0;
    }

    private static string[] Row(JsonProperty identity) =>
    [
        identity.Name, ServiceCommands.Text(identity.Value, "access"),
        string.Join(',', _types.Where(t => identity.Value.TryGetProperty(t, out _))),
    ];

    private static async Task<int> GetAsync(Invocation invocation)
    {
        var name = invocation.Positionals[0];
        var all = await invocation.Server.GetAsync("/v1/identities").ConfigureAwait(false);
        if (!all.TryGetProperty(name, out var identity)) throw new CliException($"cannot find identity {GoQuote.Quote(name)}");
        if (!Formats.Print(invocation, identity.WriteTo)) Out.Text(Formats.Yaml(identity));
        return 0;
    }

    private static Task<int> UpdateAsync(Invocation invocation) =>
        invocation.Has("replace") ? ChangeAsync(invocation, "replace", "Replaced", "")
            : ChangeAsync(invocation, "update", "Updated", "");

    private static async Task<int> ChangeAsync(Invocation invocation, string action, string done, string kind)
    {
        Dictionary<string, IdentityBody?> identities;
        try
        {
            identities = IdentityFile.Read(invocation.Value("from")!, action);
        }
        catch (IdentityException wrong)
        {
            throw new CliException(wrong.Message);
        }
        await invocation.Server.PostAsync("/v1/identities", json =>
        {
            json.WriteString("action", action);
            json.WritePropertyName("identities");
            JsonSerializer.Serialize(json, identities, BodyJson.Default.DictionaryStringIdentityBody);
        }).ConfigureAwait(false);
        Out.Line($"{done} {identities.Count} {kind}{(identities.Count == 1 ? "identity" : "identities")}.");
        return 0;
    }
}
