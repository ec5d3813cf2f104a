using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

/// <summary>What a charm is started for: a hook or an action, with its variables.</summary>
/// <param name="DispatchPath"><c>hooks/install</c>, <c>actions/get-primary</c>.</param>
/// <param name="Variables">The variables of this event.</param>
public sealed record Trigger(string DispatchPath, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The unit begins.</summary>
    public static Trigger Install { get; } = Hook("install");

    /// <summary>The first configuration is done.</summary>
    public static Trigger Start { get; } = Hook("start");

    /// <summary>An option changed.</summary>
    public static Trigger ConfigChanged { get; } = Hook("config-changed");

    /// <summary>Some minutes went by.</summary>
    public static Trigger UpdateStatus { get; } = Hook("update-status");

    /// <summary>The charm is a new one.</summary>
    public static Trigger UpgradeCharm { get; } = Hook("upgrade-charm");

    /// <summary>This unit leads now.</summary>
    public static Trigger LeaderElected { get; } = Hook("leader-elected");

    /// <summary>The unit ends soon.</summary>
    public static Trigger Stop { get; } = Hook("stop");

    /// <summary>The unit ends.</summary>
    public static Trigger Remove { get; } = Hook("remove");

    internal RelationState? Relation { get; private init; }

    internal string? Container { get; private init; }

    internal SecretState? Secret { get; private init; }

    internal StorageState? Storage { get; private init; }

    internal string? ActionName { get; private init; }

    internal JsonObject Parameters { get; private init; } = [];

    /// <summary>A hook by its name, with variables.</summary>
    public static Trigger Hook(string name, params IEnumerable<(string Name, string Value)> variables) =>
        new($"hooks/{name}", variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));

    /// <summary>A relation is there.</summary>
    public static Trigger RelationCreated(RelationState relation) => OfRelation(relation, "created", null);

    /// <summary>A unit of the other side joined.</summary>
    public static Trigger RelationJoined(RelationState relation, int unit) => OfRelation(relation, "joined", unit);

    /// <summary>Data of the other application changed, or of one of its units.</summary>
    public static Trigger RelationChanged(RelationState relation, int? unit = null) => OfRelation(relation, "changed", unit);

    /// <summary>A unit of the other side is not in the relation any more.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="unit">Number of the unit.</param>
    /// <param name="departing">Name of the unit that goes; that one by default.</param>
    public static Trigger RelationDeparted(RelationState relation, int unit, string? departing = null)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return OfRelation(relation, "departed", unit, ("JUJU_DEPARTING_UNIT", departing ?? UnitName(relation, unit)));
    }

    /// <summary>A relation is gone.</summary>
    public static Trigger RelationBroken(RelationState relation) => OfRelation(relation, "broken", null);

    /// <summary>A container's Pebble answers.</summary>
    public static Trigger PebbleReady(string container) => OfContainer(container, "pebble-ready");

    /// <summary>A custom notice was recorded in a container.</summary>
    public static Trigger PebbleCustomNotice(string container, string id, string key) => OfContainer(
        container, "pebble-custom-notice", ("JUJU_NOTICE_ID", id), ("JUJU_NOTICE_TYPE", "custom"), ("JUJU_NOTICE_KEY", key));

    /// <summary>A check went down.</summary>
    public static Trigger PebbleCheckFailed(string container, string check) =>
        OfContainer(container, "pebble-check-failed", ("JUJU_PEBBLE_CHECK_NAME", check));

    /// <summary>A check is up again.</summary>
    public static Trigger PebbleCheckRecovered(string container, string check) =>
        OfContainer(container, "pebble-check-recovered", ("JUJU_PEBBLE_CHECK_NAME", check));

    /// <summary>A secret that was read has a newer revision.</summary>
    public static Trigger SecretChanged(SecretState secret) => OfSecret(secret, "changed", null);

    /// <summary>A secret of ours is due.</summary>
    public static Trigger SecretRotate(SecretState secret) => OfSecret(secret, "rotate", null);

    /// <summary>Nobody reads that revision any more.</summary>
    public static Trigger SecretRemove(SecretState secret, int revision) => OfSecret(secret, "remove", revision);

    /// <summary>That revision expired.</summary>
    public static Trigger SecretExpired(SecretState secret, int revision) => OfSecret(secret, "expired", revision);

    /// <summary>A storage instance is there.</summary>
    public static Trigger StorageAttached(StorageState storage) => OfStorage(storage, "attached");

    /// <summary>A storage instance goes.</summary>
    public static Trigger StorageDetaching(StorageState storage) => OfStorage(storage, "detaching");

    /// <summary>A person runs an action.</summary>
    public static Trigger Action(string name, params IEnumerable<(string Name, JsonNode Value)> parameters)
    {
        var values = new JsonObject();
        foreach (var (key, value) in parameters)
        {
            values[key] = value;
        }

        return new Trigger($"actions/{name}", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["JUJU_ACTION_NAME"] = name,
            ["JUJU_ACTION_UUID"] = "1",
            ["JUJU_ACTION_TAG"] = "action-1",
        })
        {
            ActionName = name,
            Parameters = values,
        };
    }

    private static Trigger OfRelation(
        RelationState relation, string what, int? unit, params IEnumerable<(string Name, string Value)> more)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return Hook(
            $"{relation.Endpoint}-relation-{what}",
            [
                ("JUJU_RELATION", relation.Endpoint),
                ("JUJU_RELATION_ID", relation.Key),
                ("JUJU_REMOTE_APP", relation.RemoteApp),
                ("JUJU_REMOTE_UNIT", unit is { } number ? UnitName(relation, number) : ""),
                .. more,
            ]) with { Relation = relation };
    }

    private static string UnitName(RelationState relation, int unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{relation.RemoteApp}/{unit}");

    private static Trigger OfContainer(string container, string what, params IEnumerable<(string Name, string Value)> more) =>
        Hook($"{container}-{what}", [("JUJU_WORKLOAD_NAME", container), .. more]) with { Container = container };

    private static Trigger OfSecret(SecretState secret, string what, int? revision)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Hook(
            $"secret-{what}",
            [
                ("JUJU_SECRET_ID", secret.Uri),
                ("JUJU_SECRET_LABEL", secret.Label ?? ""),
                .. revision is { } number
                    ? [("JUJU_SECRET_REVISION", number.ToString(CultureInfo.InvariantCulture))]
                    : Array.Empty<(string, string)>(),
            ]) with { Secret = secret };
    }

    private static Trigger OfStorage(StorageState storage, string what)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return Hook(
            $"{storage.Name}-storage-{what}",
            [("JUJU_STORAGE_ID", storage.Id), ("JUJU_STORAGE_LOCATION", storage.Location), ("JUJU_STORAGE_KIND", "filesystem")])
            with { Storage = storage };
    }
}
