using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>The commands by which owners manage secrets: <c>secret-add</c>, <c>-set</c>, <c>-remove</c>, <c>-grant</c>, <c>-revoke</c>.</summary>
internal static class SecretCommands
{
    private static readonly IReadOnlyList<Flag> Metadata =
    [
        new("label", "a label used to identify the secret in hooks"), new("description", "the secret description"),
        new("expire", "either a duration or time when the secret should expire"), new("rotate", "the secret rotation policy"),
        new("owner", "the owner of the secret, either the application or unit"), Flag.File,
    ];

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("secret-add", "[key[#base64|#file]=value...]", "Add a new secret", Metadata, Add),
        new("secret-set", "<ID> [key[#base64]=value...]", "Update an existing secret", Metadata, Set),
        new("secret-remove", "<ID>", "Remove an existing secret", [new Flag("revision", "remove the specified revision")], Remove),
        new("secret-grant", "<ID>", "Grant access to a secret", [Flag.Relation, new Flag("unit", "the unit to grant access")], Grant),
        new("secret-revoke", "<ID>", "Revoke access to a secret",
            [Flag.Relation, new Flag("app", "the application to revoke access"), new Flag("application", "the application to revoke access"),
                new Flag("unit", "the unit to revoke access")],
            Revoke),
        .. SecretReading.All,
    ];

    private static ValueTask<CommandOutput> Add(Invocation call)
    {
        var context = call.Context;
        var owner = Owner(call);
        var content = SecretArguments.Content(call, call.Args.Positional);
        if (content.IsEmpty)
        {
            throw HookCommandException.Usage("missing secret value or filename");
        }

        if (owner == context.Application && !context.IsLeader())
        {
            throw HookCommandException.Failed("this unit is not the leader");
        }

        var id = SecretId.New(context.Host.Now);
        SecretArguments.Change(
            context, id, owner, isNew: true, wishes => SecretArguments.WithMetadata(call, wishes) with { Content = content });
        return ValueTask.FromResult(CommandOutput.Raw($"secret:{id}\n"));
    }

    private static ValueTask<CommandOutput> Set(Invocation call)
    {
        _ = Owner(call);
        var secret = SecretArguments.Managed(call.Context, Uri(call));
        var content = SecretArguments.Content(call, call.Args.Positional.Skip(1));
        return Change(call, secret, wishes => SecretArguments.WithMetadata(call, wishes) with
        {
            Content = content.IsEmpty ? wishes.Content : content,
        });
    }

    private static ValueTask<CommandOutput> Remove(Invocation call)
    {
        var secret = SecretArguments.Managed(call.Context, Uri(call));
        call.Args.AtMost(1);
        if (call.Args.Value("revision") is not { } text)
        {
            return Change(call, secret, wishes => wishes with { Removed = true });
        }

        if (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var revision) || revision < 1)
        {
            throw HookCommandException.BadFlag("--revision", text, "expected a positive number");
        }

        return secret.Revisions.ContainsKey(revision)
            ? Change(call, secret, wishes => wishes with { RemovedRevisions = wishes.RemovedRevisions.Add(revision) })
            : throw HookCommandException.Failed($"secret revision \"{secret.Id}/{revision}\" not found");
    }

    private static ValueTask<CommandOutput> Grant(Invocation call)
    {
        var secret = SecretArguments.Managed(call.Context, Uri(call));
        call.Args.AtMost(1);
        var relation = RelationArguments.Relation(call);
        var target = Target(call, relation);
        return Change(call, secret, wishes => wishes with { Grants = wishes.Grants.SetItem(target, relation.Id) });
    }

    private static ValueTask<CommandOutput> Revoke(Invocation call)
    {
        var secret = SecretArguments.Managed(call.Context, Uri(call));
        call.Args.AtMost(1);
        var relation = call.Args.Value("relation") is null ? null : RelationArguments.Relation(call);
        var application = call.Args.Value("app") ?? call.Args.Value("application");
        var unit = call.Args.Value("unit");
        var target = (relation, application, unit) switch
        {
            (null, null, null) => throw HookCommandException.Usage("missing relation or application or unit"),
            (_, not null, not null) => throw HookCommandException.Usage("specify only one of application or unit"),
            (not null, not null, _) => throw HookCommandException.Usage("do not specify both relation and app"),
            (not null, _, _) => Target(call, relation),
            _ => application ?? unit!,
        };
        var revoked = secret.Grants.Keys.Where(granted => granted.StartsWith($"{target}/", StringComparison.Ordinal)).Append(target);
        return Change(call, secret, wishes => wishes with
        {
            Grants = wishes.Grants.SetItems(revoked.Select(granted => KeyValuePair.Create(granted, (int?)null))),
        });
    }

    private static string Target(Invocation call, RelationRecord relation)
    {
        var remote = relation.RemoteEndOf(call.Context.Application)!.Application;
        return call.Args.Value("unit") switch
        {
            null => remote,
            var unit when Changes.Names.ApplicationOf(unit) == remote => unit,
            var unit => throw HookCommandException.Usage($"cannot specify unit \"{unit}\" in relation to application \"{remote}\""),
        };
    }

    private static ValueTask<CommandOutput> Change(Invocation call, SecretRecord secret, Func<SecretWishes, SecretWishes> change)
    {
        SecretArguments.Change(call.Context, secret.Id, secret.Owner, isNew: false, change);
        return Invocation.Nothing();
    }

    private static string Uri(Invocation call) => call.Args.At(0) ?? throw HookCommandException.Usage("missing secret URI");

    private static string Owner(Invocation call) => call.Args.Value("owner") switch
    {
        null or "application" => call.Context.Application,
        "unit" => call.Context.Unit,
        var other => throw HookCommandException.Usage($"secret owner \"{other}\" not valid"),
    };
}
