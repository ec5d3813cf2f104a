using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.Hooks;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>relation-ids</c>, <c>-list</c>, <c>-get</c>, <c>-set</c>, <c>-model-get</c>.</summary>
internal static class RelationCommands
{
    private const int Quota = 2 << 20;

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("relation-ids", "<name>", "List all relation IDs for the given endpoint", Flag.Reading, Ids),
        new("relation-list", "", "List relation units", [Flag.Application, .. Flag.Reading, Flag.Relation], List),
        new("relation-get", "<key> <unit id>", "Get relation settings", [Flag.Application, .. Flag.Reading, Flag.Relation], Get),
        new("relation-set", "<key>=<value> [<key>=<value> ...]", "Set relation settings",
            [Flag.Application, Flag.File, Flag.Relation, new Flag("format", "deprecated format flag")], Set),
        new("relation-model-get", "", "Get details about the model hosting a related application", [.. Flag.Reading, Flag.Relation], ModelGet),
    ];

    private static ValueTask<CommandOutput> Ids(Invocation call)
    {
        call.Args.AtMost(1);
        var context = call.Context;
        var endpoint = call.Args.At(0) ?? context.Hook?.Endpoint ?? throw HookCommandException.Usage("no endpoint name specified");
        var ids = context.View.RelationsOf(context.Application)
            .Where(relation => relation.IsActive
                && context.Live.Relations.GetValueOrDefault(relation.Id)?.IsActive != false
                && relation.EndOf(context.Application)!.Endpoint == endpoint
                && RelationArguments.IsIn(context, relation)
                && !(context.Hook?.Kind == HookKind.RelationBroken && context.Hook.RelationId == relation.Id))
            .Select(relation => $"{endpoint}:{relation.Id}")
            .Order(StringComparer.Ordinal);
        return Invocation.Value(ToArray(ids));
    }

    private static ValueTask<CommandOutput> List(Invocation call)
    {
        call.Args.AtMost(0);
        var relation = RelationArguments.Relation(call);
        return call.Args.Has("app")
            ? Invocation.Value(relation.RemoteEndOf(call.Context.Application)!.Application)
            : Invocation.Value(ToArray(RelationArguments.Members(call.Context, relation)));
    }

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(2);
        var relation = RelationArguments.Relation(call);
        var databag = DatabagOf(call, relation);
        return call.Args.At(0) is null or "" or "-"
            ? Invocation.Value(new JsonObject(databag.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))))
            : Invocation.Value(databag.Values.TryGetValue(call.Args.At(0)!, out var value) ? value : null);
    }

    private static Databag DatabagOf(Invocation call, RelationRecord relation)
    {
        var context = call.Context;
        var target = call.Args.At(1)
            ?? (context.Hook?.RelationId == relation.Id ? context.Hook.RemoteUnit ?? context.Hook.RemoteApplication : null)
            ?? (call.Args.Has("app") ? relation.RemoteEndOf(context.Application)!.Application : null)
            ?? throw HookCommandException.Usage("no unit or application specified");
        var remoteApplication = call.Args.At(1) is null && context.Hook?.RemoteUnit is null;
        if (call.Args.Has("app") || remoteApplication)
        {
            return OfApplication(context, relation, Names.ApplicationOf(target));
        }

        if (!Names.IsUnit(target))
        {
            throw HookCommandException.Usage(Names.IsApplication(target)
                ? $"expected unit name, got application name \"{target}\""
                : $"invalid unit name \"{target}\"");
        }

        return relation.Members.TryGetValue(target, out var member) ? member.Databag
            : relation.EndOf(Names.ApplicationOf(target)) is null || !context.View.Units.ContainsKey(target)
            ? throw HookCommandException.Failed($"unit \"{target}\" not found")
            : Databag.Empty;
    }

    private static Databag OfApplication(HookContext context, RelationRecord relation, string application)
    {
        if (relation.EndOf(application) is null)
        {
            throw HookCommandException.Failed($"application \"{application}\" not found");
        }

        return application == context.Application && !relation.IsPeer && !context.IsLeader()
            ? throw HookCommandException.Failed("permission denied")
            : relation.Applications.GetValueOrDefault(application) ?? Databag.Empty;
    }

    private static ValueTask<CommandOutput> Set(Invocation call)
    {
        var context = call.Context;
        var relation = RelationArguments.Relation(call);
        var settings = call.Settings();
        var forApplication = call.Args.Has("app");
        if (forApplication && !context.IsLeader())
        {
            throw HookCommandException.Failed("cannot write relation settings");
        }

        // The relation is about to vanish with all its databags: what is written now goes nowhere.
        if (settings.Count > 0 && !(context.Hook?.Kind == HookKind.RelationBroken && context.Hook.RelationId == relation.Id))
        {
            var (unit, application) = (context.Unit, context.Application);
            context.Buffer(model => forApplication
                ? WriteApplication(model, relation.Id, unit, application, settings)
                : Relations.Update(model, relation.Id, current => WriteUnit(current, unit, settings)));
        }

        return Invocation.Nothing();
    }

    private static Databag Within(int quota, Databag databag, string owner, RelationRecord relation)
    {
        var size = databag.Values.Sum(pair => (long)pair.Key.Length + pair.Value.Length);
        return size <= quota ? databag : throw EngineException.Invalid(
            $"the databag of \"{owner}\" in relation {relation.Id} would have {size} characters, more than the {quota} allowed");
    }

    private static RelationRecord WriteUnit(RelationRecord relation, string unit, IReadOnlyDictionary<string, string> settings)
    {
        var member = relation.Members.GetValueOrDefault(unit) ?? new RelationMember(Databag.Empty, InScope: true);
        var databag = Within(Quota, member.Databag.With(settings), unit, relation);
        return ReferenceEquals(databag, member.Databag)
            ? relation
            : relation with { Members = relation.Members.SetItem(unit, member with { Databag = databag }) };
    }

    private static ModelSnapshot WriteApplication(
        ModelSnapshot model, int id, string unit, string application, IReadOnlyDictionary<string, string> settings)
    {
        if (!model.Relations.TryGetValue(id, out var relation))
        {
            return model;
        }

        var before = relation.Applications.GetValueOrDefault(application) ?? Databag.Empty;
        var after = Within(Quota, before.With(settings), application, relation);
        if (ReferenceEquals(before, after))
        {
            return model;
        }

        model = Relations.Update(model, id, current => current with { Applications = current.Applications.SetItem(application, after) });

        // Peers look at their own application's databag, and nobody is told of what it wrote itself.
        return !relation.IsPeer ? model : Units.Update(model, unit, record =>
            record.Told.Relations.GetValueOrDefault(id) is var told && (told?.Application ?? 0) == before.Version
                ? record with
                {
                    Told = record.Told with
                    {
                        Relations = record.Told.Relations.SetItem(id, (told ?? new RelationTold()) with { Application = after.Version }),
                    },
                }
                : record);
    }

    private static ValueTask<CommandOutput> ModelGet(Invocation call)
    {
        call.Args.AtMost(0);
        var relation = RelationArguments.Relation(call);
        return Invocation.Value(new JsonObject { ["uuid"] = relation.Crossing?.ModelUuid ?? call.Context.View.Model.Uuid });
    }

    internal static JsonArray ToArray(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)item)]);
}
