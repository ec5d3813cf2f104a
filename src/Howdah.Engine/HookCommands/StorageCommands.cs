using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Output;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary><c>storage-list</c>, <c>storage-get</c>, <c>storage-add</c>.</summary>
internal static partial class StorageCommands
{
    private static readonly Flag Storage = new("s", "specify a storage instance by id");

    public static IEnumerable<HookCommand> All { get; } =
    [
        new("storage-list", "[<storage-name>]", "List storage attached to the unit", Flag.Reading, List),
        new("storage-get", "[<key>]", "Print information for the storage instance with the specified ID", [.. Flag.Reading, Storage], Get),
        new("storage-add", "<charm storage name>[=count] ...", "Add storage instances", [], Add),
    ];

    private static ValueTask<CommandOutput> List(Invocation call)
    {
        call.Args.AtMost(1);
        var name = call.Args.At(0);
        return Invocation.Value(RelationCommands.ToArray(
            Attached(call).Where(storage => name is null || storage.Name == name).Select(storage => storage.Id).Order(StringComparer.Ordinal)));
    }

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        call.Args.AtMost(1);
        var id = call.Args.Value("s");
        if (id is not null && !StorageId().IsMatch(id))
        {
            throw HookCommandException.BadFlag(call.Args.Spelling("s"), id, $"invalid storage ID \"{id}\"");
        }

        id ??= call.Context.Hook?.StorageId ?? throw HookCommandException.Usage("no storage instance specified");
        var storage = Attached(call).FirstOrDefault(candidate => candidate.Id == id)
            ?? throw HookCommandException.BadFlag(call.Args.Spelling("s"), id, "storage not found");
        return call.Args.At(0) switch
        {
            null or "" => Invocation.Value(new JsonObject { ["kind"] = storage.Kind, ["location"] = Location(call, storage) }),
            "kind" => Invocation.Value(storage.Kind),
            "location" => Invocation.Value(Location(call, storage)),
            var other => throw HookCommandException.Usage($"invalid storage attribute \"{other}\""),
        };
    }

    private static ValueTask<CommandOutput> Add(Invocation call)
    {
        if (call.Args.Positional.Count == 0)
        {
            throw HookCommandException.Usage("storage add requires a storage directive");
        }

        var (unit, now) = (call.Context.Unit, call.Context.Host.Now);
        foreach (var directive in call.Args.Positional)
        {
            var parts = directive.Split('=', 2);
            var count = 1;
            if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1))
            {
                throw HookCommandException.Usage($"only count can be specified for \"{parts[0]}\"");
            }

            call.Context.Buffer(model => Storages.Add(model, unit, parts[0], count, now));
        }

        return Invocation.Nothing();
    }

    // A living unit has its storage from the start; a dying one has what it was not yet told to let go of.
    private static IEnumerable<StorageRecord> Attached(Invocation call)
    {
        var (seen, hook) = (call.Context.Seen, call.Context.Hook);
        var unit = seen.Units[call.Context.Unit];
        return seen.StoragesOf(unit.Name).Where(storage =>
            unit.Life == Life.Alive || unit.Told.Storages.Contains(storage.Id) || hook?.StorageId == storage.Id);
    }

    private static string Location(Invocation call, StorageRecord storage) => call.Context.Root + storage.Location;

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*/(0|[1-9][0-9]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StorageId();
}
