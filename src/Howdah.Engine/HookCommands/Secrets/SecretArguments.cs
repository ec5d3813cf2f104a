using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>What the secret commands have in common: which secret is meant, its new content, who may do what.</summary>
internal static partial class SecretArguments
{
    /// <summary>Most characters of base64 that the values of a secret have together.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The bare id of <c>id</c>, <c>secret:id</c> or <c>secret://model/id</c>.</summary>
    public static string BareId(string uri)
    {
        var id = uri.StartsWith("secret:", StringComparison.Ordinal) ? uri["secret:".Length..] : uri;
        id = id[(id.LastIndexOf('/') + 1)..];
        return Id().IsMatch(id) ? id : throw HookCommandException.Usage($"secret URI \"{uri}\" not valid");
    }

    /// <summary>True for what a key of a secret may be.</summary>
    public static bool IsKey(string key) => Key().IsMatch(key);

    /// <summary>A secret that the unit manages.</summary>
    public static SecretRecord Managed(HookContext context, string uri)
    {
        var id = BareId(uri);
        return context.View.Secrets.TryGetValue(id, out var secret) && Manages(context, secret)
            ? secret
            : throw HookCommandException.Failed($"secret \"{id}\" not found");
    }

    public static bool Manages(HookContext context, SecretRecord secret) =>
        secret.Owner == context.Unit || (secret.Owner == context.Application && context.IsLeader());

    public static bool MayRead(HookContext context, SecretRecord secret) =>
        secret.Owner == context.Unit || secret.Owner == context.Application
        || secret.Grants.ContainsKey(context.Unit) || secret.Grants.ContainsKey(context.Application);

    /// <summary>Under which name the unit's reading is remembered: all units of an owning application read as one.</summary>
    public static string Reader(HookContext context, SecretRecord secret) =>
        secret.Owner == context.Application ? context.Application : context.Unit;

    /// <summary>Has a secret change together with the dispatch's other writes. A change that is refused leaves what was wanted before.</summary>
    public static void Change(HookContext context, string id, string owner, bool isNew, Func<SecretWishes, SecretWishes> change)
    {
        var known = context.Drafts.TryGetValue(id, out var draft);
        draft ??= new SecretDraft(id, owner, isNew, context.Unit, context.Host.Now);
        var before = draft.Wishes;
        draft.Wishes = change(before);
        try
        {
            if (known)
            {
                context.Refresh();
                _ = context.View;
            }
            else
            {
                context.Buffer(draft.Apply);
                context.Drafts.Add(id, draft);
            }

            context.Recording.Own = new SecretMask(
                context.View.SecretContents.Where(content => context.Drafts.ContainsKey(content.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal));
        }
        catch (EngineException e)
        {
            draft.Wishes = before;
            context.Refresh();
            throw HookCommandException.Failed(e.Message);
        }
    }

    /// <summary>Content from the arguments, each value in base64; empty when they have none.</summary>
    public static Bag Content(Invocation call, IEnumerable<string> arguments)
    {
        var content = Bag.Empty.ToBuilder();
        if (call.Args.Value("file") is { } path)
        {
            foreach (var (key, value) in KeyValues.ReadFile(Encoding.UTF8.GetString(call.Content(path)), path))
            {
                Add(key, value);
            }
        }

        foreach (var argument in arguments)
        {
            var (key, value) = KeyValues.Split(argument);
            Add(key, value);
        }

        return content.Sum(pair => pair.Value.Length) <= MostBytes
            ? content.ToImmutable()
            : throw HookCommandException.Failed($"secret content is larger than the {MostBytes} bytes allowed");

        void Add(string key, string value)
        {
            var (name, encoding) = key.Split('#', 2) is [var first, var second] ? (first, second) : (key, "");
            if (!Key().IsMatch(name))
            {
                throw HookCommandException.Usage($"key \"{name}\" not valid");
            }

            content[name] = encoding switch
            {
                "" => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
                "base64" => value,
                "file" => Convert.ToBase64String(call.Content(value)),
                _ => throw HookCommandException.Usage($"key \"{key}\" not valid"),
            };
        }
    }

    /// <summary>What is wanted, with the metadata flags on top.</summary>
    public static SecretWishes WithMetadata(Invocation call, SecretWishes wishes)
    {
        var rotate = call.Args.Value("rotate");
        if (rotate is not null && !RotatePolicy.IsValid(rotate))
        {
            throw HookCommandException.Usage($"rotate policy \"{rotate}\" not valid");
        }

        return wishes with
        {
            Label = call.Args.Value("label") ?? wishes.Label,
            Description = call.Args.Value("description") ?? wishes.Description,
            Rotate = rotate ?? wishes.Rotate,
            Expires = call.Args.Value("expire") is { } expire ? ExpireTime.Parse(expire, call.Context.Host.Now) : wishes.Expires,
        };
    }

    [GeneratedRegex("^[0-9a-z]{20}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("^([a-z](-?[a-z0-9]){2,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
