using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

internal sealed partial class FakeHookCommands
{
    private readonly HashSet<string> addedSecrets = new(StringComparer.Ordinal);

    private string SecretAdd(HookArguments arguments)
    {
        var owner = arguments.Find("--owner") ?? "application";
        if (owner == "application")
        {
            Lead("this unit is not the leader");
        }

        var label = arguments.Find("--label");
        if (label is not null && State.Secrets.Any(s => s.Owner != SecretOwner.Other && s.Label == label))
        {
            throw new HookFailure($"secret with label \"{label}\" already exists");
        }

        var secret = new SecretState(ContentOf(arguments, 0) ?? throw new HookFailure("missing secret value or filename", 2))
        {
            Owner = owner == "unit" ? SecretOwner.Unit : SecretOwner.Application,
            Label = label,
            Description = arguments.Find("--description"),
            Expire = arguments.Find("--expire"),
            Rotate = arguments.Find("--rotate"),
        };
        addedSecrets.Add(secret.Id);
        State = State with { Secrets = [.. State.Secrets, secret] };
        return secret.Uri + "\n";
    }

    private string SecretSet(HookArguments arguments)
    {
        var secret = Managed(arguments.At(0, "missing secret URI"));
        var content = ContentOf(arguments, 1);
        var isNew = content is not null && !Same(content, secret.Latest);
        var isPendingCreate = addedSecrets.Contains(secret.Id);
        Replace(secret with
        {
            Label = arguments.Find("--label") ?? secret.Label,
            Description = arguments.Find("--description") ?? secret.Description,
            Expire = arguments.Find("--expire") ?? secret.Expire,
            Rotate = arguments.Find("--rotate") ?? secret.Rotate,
            Latest = content ?? secret.Latest,
            Content = isNew && isPendingCreate ? content! : secret.Content,
            LatestRevision = isNew && !isPendingCreate ? secret.LatestRevision + 1 : secret.LatestRevision,
        });
        return "";
    }

    private string SecretGet(HookArguments arguments)
    {
        if (arguments.Has("--peek") && arguments.Has("--refresh"))
        {
            throw new HookFailure("specify one of --peek or --refresh but not both", 2);
        }

        var label = arguments.Find("--label");
        var secret = arguments.Positional.Count > 0
            ? ById(arguments.Positional[0])
            : State.Secrets.FirstOrDefault(s => s.Label is not null && s.Label == label)
                ?? throw new HookFailure(
                    label is null ? "require either a secret URI or label" : $"secret \"{label}\" not found");
        if (arguments.Positional.Count > 0 && label is not null && secret.Owner == SecretOwner.Other)
        {
            secret = secret with { Label = label };
            Replace(secret);
        }

        if (arguments.Has("--refresh"))
        {
            secret = secret with { Content = secret.Latest, TrackedRevision = secret.LatestRevision };
            Replace(secret);
        }

        var content = arguments.Has("--peek") ? secret.Latest : secret.Content;
        return Json(new JsonObject(content.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))));
    }

    private string SecretInfoGet(HookArguments arguments)
    {
        var label = arguments.Find("--label");
        var secret = label is not null
            ? Managed(State.Secrets.FirstOrDefault(s => s.Label == label && s.Owner != SecretOwner.Other)?.Id
                ?? throw new HookFailure($"secret \"{label}\" not found"))
            : Managed(arguments.At(0, "require either a secret URI or label"));
        var info = new JsonObject
        {
            ["revision"] = secret.LatestRevision,
            ["owner"] = secret.Owner == SecretOwner.Unit ? "unit" : "application",
        };
        Add("label", secret.Label);
        Add("description", secret.Description);
        Add("expiry", secret.Expire);
        Add("rotation", secret.Rotate);
        return Json(new JsonObject { [secret.Id] = info });

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                info[key] = value;
            }
        }
    }

    private string SecretGrant(HookArguments arguments)
    {
        var secret = Managed(arguments.At(0, "missing secret URI"));
        var relation = Find(arguments);
        var to = arguments.Find("--unit") ?? RemoteAppOf(relation);
        Replace(secret with { Grants = [.. secret.Grants.Append((relation.Id, to)).Distinct()] });
        return "";
    }

    private string SecretRevoke(HookArguments arguments)
    {
        var secret = Managed(arguments.At(0, "missing secret URI"));
        var relation = Find(arguments);
        var to = arguments.Find("--unit") ?? RemoteAppOf(relation);
        Replace(secret with { Grants = [.. secret.Grants.Where(g => g != (relation.Id, to))] });
        return "";
    }

    private string SecretRemove(HookArguments arguments)
    {
        var secret = Managed(arguments.At(0, "missing secret URI"));
        if (arguments.Find("--revision") is { } revision)
        {
            RemovedRevisions.Add((secret.Id, int.Parse(revision, CultureInfo.InvariantCulture)));
        }
        else
        {
            State = State with { Secrets = [.. State.Secrets.Where(s => s.Id != secret.Id)] };
        }

        return "";
    }

    private SecretState ById(string uri)
    {
        var bare = uri[(uri.LastIndexOfAny([':', '/']) + 1)..];
        return State.Secrets.FirstOrDefault(s => s.Id == bare) ?? throw new HookFailure($"secret \"{bare}\" not found");
    }

    private SecretState Managed(string uri)
    {
        var secret = ById(uri);
        return secret.Owner == SecretOwner.Other || (secret.Owner == SecretOwner.Application && !State.Leader)
            ? throw new HookFailure("permission denied")
            : secret;
    }

    private static Dictionary<string, string>? ContentOf(HookArguments arguments, int from)
    {
        var content = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments.Positional.Skip(from))
        {
            var at = argument.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = (argument[..at], argument[(at + 1)..]);
            if (key.EndsWith("#file", StringComparison.Ordinal))
            {
                content[key[..^"#file".Length]] = File.ReadAllText(value);
            }
            else
            {
                content[key] = value;
            }
        }

        return content.Count > 0 ? content : null;
    }

    private void Replace(SecretState secret) =>
        State = State with { Secrets = [.. State.Secrets.Select(s => s.Id == secret.Id ? secret : s)] };

    private static bool Same(Dictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value == p.Value);
}
