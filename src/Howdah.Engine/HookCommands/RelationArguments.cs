using System.Globalization;
using Howdah.Engine.Hooks;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary>What the relation commands have in common: which relation is meant, and whose databag.</summary>
internal static class RelationArguments
{
    /// <summary>The relation of <c>-r</c>, or the one that the hook is about.</summary>
    public static RelationRecord Relation(Invocation call) =>
        OptionalRelation(call) ?? throw HookCommandException.Usage("no relation id specified");

    /// <summary>The relation of <c>-r</c>, or the one that the hook is about; null when there is neither.</summary>
    public static RelationRecord? OptionalRelation(Invocation call)
    {
        var context = call.Context;
        if (call.Args.Value("relation") is not { } text)
        {
            return context.Hook?.RelationId is { } own ? context.View.Relations.GetValueOrDefault(own) : null;
        }

        var spelling = call.Args.Spelling("relation");
        var colon = text.LastIndexOf(':');
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw HookCommandException.BadFlag(spelling, text, "invalid relation id");
        }

        return context.View.Relations.TryGetValue(id, out var relation)
            && IsIn(context, relation)
            && (colon < 0 || relation.EndOf(context.Application)!.Endpoint == text[..colon])
            ? relation
            : throw HookCommandException.BadFlag(spelling, text, "relation not found");
    }

    /// <summary>True when the unit is in the relation, or just being told of its end.</summary>
    public static bool IsIn(HookContext context, RelationRecord relation) =>
        relation.EndOf(context.Application) is not null
        && (relation.Members.GetValueOrDefault(context.Unit)?.InScope == true || context.Hook?.RelationId == relation.Id);

    /// <summary>The members of a relation that the unit's charm has been told of, this hook's news included.</summary>
    public static IEnumerable<string> Members(HookContext context, RelationRecord relation)
    {
        var told = context.Seen.Units[context.Unit].Told.Relations.GetValueOrDefault(relation.Id) ?? new RelationTold();
        var members = told.Members.Keys.AsEnumerable();
        if (context.Hook is { RemoteUnit: { } remote } hook && hook.RelationId == relation.Id)
        {
            members = hook.Kind == HookKind.RelationDeparted ? members.Where(name => name != remote) : members.Append(remote).Distinct(StringComparer.Ordinal);
        }

        return members.Order(StringComparer.Ordinal);
    }
}
