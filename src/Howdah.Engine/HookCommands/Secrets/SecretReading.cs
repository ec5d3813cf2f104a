using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>The commands by which secrets are read: <c>secret-get</c>, <c>secret-info-get</c>, <c>secret-ids</c>.</summary>
internal static class SecretReading
{
    private static readonly Flag Label = new("label", "a label used to identify the secret in hooks");

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("secret-get", "<ID> [key[#base64]]", "Get the content of a secret",
            [
                Label, new Flag("peek", "get the latest revision just this time", IsSwitch: true),
                new Flag("refresh", "get the latest revision and also get this same revision for subsequent calls", IsSwitch: true), .. Flag.Reading,
            ],
            GetAsync) { DefaultFormat = "yaml" },
        new("secret-info-get", "<ID>", "Get a secret's metadata info", [Label, .. Flag.Reading], Info) { DefaultFormat = "yaml" },
        new("secret-ids", "", "Print secret IDs", Flag.Reading, Ids),
    ];

    private static async ValueTask<CommandOutput> GetAsync(Invocation call)
    {
        var (context, args) = (call.Context, call.Args);
        var label = args.Value("label") ?? "";
        if (args.Has("peek") && args.Has("refresh"))
        {
            throw HookCommandException.Usage("specify one of --peek or --refresh but not both");
        }

        // With a label alone, a positional argument is the key.
        var uri = args.At(0) is { } first && (label.Length == 0 || args.Positional.Count > 1 || IsUri(first)) ? first : null;
        var key = args.At(uri is null ? 0 : 1);
        var secret = uri is null ? ByLabel(context, label) : ById(context, uri);
        if (!SecretArguments.MayRead(context, secret))
        {
            throw HookCommandException.Failed("permission denied");
        }

        if (uri is not null && label.Length > 0)
        {
            await SetLabelAsync(context, secret, label).ConfigureAwait(false);
        }

        var revision = await RevisionAsync(context, secret, args.Has("peek"), args.Has("refresh")).ConfigureAwait(false);
        return context.View.SecretContents[secret.Id].Revisions.TryGetValue(revision, out var content)
            ? Show(secret.Id, content, key) with { Recorded = Masked(secret.Id, revision, content, key) }
            : throw HookCommandException.Failed($"secret revision \"{secret.Id}/{revision}\" not found");
    }

    private static async ValueTask<int> RevisionAsync(HookContext context, SecretRecord secret, bool peek, bool refresh)
    {
        var reader = SecretArguments.Reader(context, secret);
        var draft = context.Drafts.GetValueOrDefault(secret.Id);
        if (draft?.IsNew == true || peek)
        {
            return secret.Latest;
        }

        var tracked = secret.Consumers.GetValueOrDefault(reader);
        if (tracked is not null && !refresh)
        {
            return tracked.Revision;
        }

        var committed = context.Seen.Secrets[secret.Id].Latest;
        if (draft is not null && refresh)
        {
            SecretArguments.Change(context, secret.Id, secret.Owner, draft.IsNew, wishes => wishes with { Tracker = reader });
            return secret.Latest;
        }

        if (tracked?.Revision != committed)
        {
            await context.WriteNowAsync(model => Consume(model, secret.Id, reader, consumer => consumer with { Revision = committed }))
                .ConfigureAwait(false);
        }

        return committed;
    }

    // An owner's label is the secret's own, a reader's label is between the reader and the engine.
    private static async ValueTask SetLabelAsync(HookContext context, SecretRecord secret, string label)
    {
        if (SecretArguments.Manages(context, secret))
        {
            if (secret.Label != label)
            {
                SecretArguments.Change(context, secret.Id, secret.Owner, isNew: false, wishes => wishes with { Label = label });
            }

            return;
        }

        var reader = SecretArguments.Reader(context, secret);
        if (context.View.Secrets.Values.Any(other => other.Id != secret.Id && other.Consumers.GetValueOrDefault(reader)?.Label == label))
        {
            throw HookCommandException.Failed($"secret with label \"{label}\" already exists");
        }

        if (secret.Consumers.GetValueOrDefault(reader)?.Label != label)
        {
            var latest = context.Seen.Secrets[secret.Id].Latest;
            await context.WriteNowAsync(model => Consume(model, secret.Id, reader, consumer =>
                consumer with { Label = label, Revision = consumer.Revision == 0 ? latest : consumer.Revision })).ConfigureAwait(false);
        }
    }

    private static ModelSnapshot Consume(ModelSnapshot model, string id, string reader, Func<SecretConsumer, SecretConsumer> change) =>
        model.Secrets.TryGetValue(id, out var secret)
            ? model with
            {
                Secrets = model.Secrets.SetItem(id, secret with
                {
                    Consumers = secret.Consumers.SetItem(reader, change(secret.Consumers.GetValueOrDefault(reader) ?? new SecretConsumer("", 0))),
                }),
            }
            : model;

    /// <summary>What a secret says, or what one of its keys says.</summary>
    public static CommandOutput Show(string id, Bag content, string? key)
    {
        if (key is null)
        {
            return CommandOutput.Of(new JsonObject(content.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Text(pair.Value)))));
        }

        var raw = key.EndsWith("#base64", StringComparison.Ordinal);
        var name = raw ? key[..^"#base64".Length] : key;
        return content.TryGetValue(name, out var value)
            ? CommandOutput.Of(raw ? value : Text(value))
            : throw HookCommandException.Failed($"secret \"{id}\" key \"{name}\" not found");
    }

    private static CommandOutput Masked(string id, int revision, Bag content, string? key)
    {
        string Name(string name, string form = "") => SecretMask.Name(id, revision, name, form);
        return key is null ? CommandOutput.Of(new JsonObject(content.Keys.Select(name => KeyValuePair.Create(name, (JsonNode?)Name(name)))))
            : key.EndsWith("#base64", StringComparison.Ordinal) ? CommandOutput.Of(Name(key[..^"#base64".Length], "="))
            : CommandOutput.Of(Name(key));
    }

    private static ValueTask<CommandOutput> Info(Invocation call)
    {
        call.Args.AtMost(1);
        var (context, label) = (call.Context, call.Args.Value("label"));
        var secret = (call.Args.At(0), label) switch
        {
            (null, null or "") => throw HookCommandException.Usage("require either a secret URI or label"),
            (not null, { Length: > 0 }) => throw HookCommandException.Usage("specify either a secret URI or label but not both"),
            ({ } uri, _) => SecretArguments.Managed(context, uri),
            _ => context.View.Secrets.Values.FirstOrDefault(owned => owned.Label == label && SecretArguments.Manages(context, owned))
                ?? throw HookCommandException.Failed($"secret \"{label}\" not found"),
        };

        // What only the engine works out (revisions, rotation times) is shown as it was committed last.
        var committed = context.Seen.Secrets.GetValueOrDefault(secret.Id);
        var info = new JsonObject
        {
            ["revision"] = committed?.Latest ?? 1,
            ["label"] = secret.Label,
            ["owner"] = secret.OwnedByUnit ? "unit" : "application",
            ["description"] = secret.Description,
            ["rotation"] = secret.Rotate,
            ["expiry"] = Time(secret.Expires),
            ["rotates"] = Time(committed?.Rotates),
            ["access"] = new JsonArray([.. secret.Grants.Select(grant => Access(context, grant.Key, grant.Value))]),
        };
        foreach (var empty in info.Where(pair => pair.Value is null or JsonArray { Count: 0 } || pair.Value.ToString().Length == 0).ToList())
        {
            info.Remove(empty.Key);
        }

        return Invocation.Value(new JsonObject { [secret.Id] = info });
    }

    private static JsonObject Access(HookContext context, string target, SecretGrant grant) => new()
    {
        ["target"] = Changes.Names.IsUnit(target) ? Changes.Names.Tag(target) : $"application-{target}",
        ["scope"] = context.View.Relations.TryGetValue(grant.RelationId ?? -1, out var relation)
            ? $"relation-{string.Join('#', relation.Ends.Select(end => $"{end.Application}.{end.Endpoint}"))}"
            : "",
        ["role"] = "view",
    };

    private static ValueTask<CommandOutput> Ids(Invocation call)
    {
        call.Args.AtMost(0);
        return Invocation.Value(RelationCommands.ToArray(
            call.Context.View.Secrets.Values.Where(secret => SecretArguments.Manages(call.Context, secret)).Select(secret => secret.Id)));
    }

    private static SecretRecord ById(HookContext context, string uri)
    {
        var id = SecretArguments.BareId(uri);
        return context.View.Secrets.GetValueOrDefault(id) ?? throw HookCommandException.Failed($"secret \"{id}\" not found");
    }

    private static SecretRecord ByLabel(HookContext context, string label)
    {
        if (label.Length == 0)
        {
            throw HookCommandException.Usage("require either a secret URI or label");
        }

        var secrets = context.View.Secrets.Values;
        return secrets.FirstOrDefault(secret => secret.Label == label && secret.Owner == context.Unit)
            ?? secrets.FirstOrDefault(secret => secret.Label == label && secret.Owner == context.Application)
            ?? secrets.FirstOrDefault(secret => secret.Consumers.GetValueOrDefault(context.Unit)?.Label == label)
            ?? secrets.FirstOrDefault(secret => secret.Consumers.GetValueOrDefault(context.Application)?.Label == label)
            ?? throw HookCommandException.Failed($"secret \"{label}\" not found");
    }

    private static bool IsUri(string text) => text.StartsWith("secret:", StringComparison.Ordinal) || text.Length == 20;

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static string? Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
