using System.Globalization;
using Howdah.Engine.Models;

namespace Howdah.Engine.Journal;

/// <summary>What differs between two moments of a model in what one unit's charm can write. Says of secrets only that they changed.</summary>
internal static class HookWrites
{
    public static IReadOnlyList<RecordedWrite> Between(ModelSnapshot before, ModelSnapshot after, string unit)
    {
        var application = Changes.Names.ApplicationOf(unit);
        return
        [
            .. Status(before, after, unit, application),
            .. after.RelationsOf(application).SelectMany(relation => Databags(before.Relations.GetValueOrDefault(relation.Id), relation, unit, application)),
            .. Differences("state", before.Units.GetValueOrDefault(unit)?.State, after.Units.GetValueOrDefault(unit)?.State),
            .. Differences("leader settings", before.Applications.GetValueOrDefault(application)?.LeaderSettings,
                after.Applications.GetValueOrDefault(application)?.LeaderSettings),
            .. Differences("ports", Ports(before, unit), Ports(after, unit)),
            .. Differences("storage", Storages(before, unit), Storages(after, unit)),
            .. before.Secrets.Keys.Union(after.Secrets.Keys, StringComparer.Ordinal).SelectMany(id =>
                Differences($"secret:{id}", Secret(before.Secrets.GetValueOrDefault(id)), Secret(after.Secrets.GetValueOrDefault(id)))),
        ];
    }

    private static IEnumerable<RecordedWrite> Status(ModelSnapshot before, ModelSnapshot after, string unit, string application)
    {
        var (then, now) = (before.Units.GetValueOrDefault(unit), after.Units.GetValueOrDefault(unit));
        return
        [
            .. Difference("status", "unit", Text(then?.Workload), Text(now?.Workload)),
            .. Difference("status", "application", Text(before.Applications.GetValueOrDefault(application)?.Status),
                Text(after.Applications.GetValueOrDefault(application)?.Status)),
            .. Difference("version", "", then?.WorkloadVersion, now?.WorkloadVersion),
        ];
    }

    private static IEnumerable<RecordedWrite> Databags(RelationRecord? before, RelationRecord after, string unit, string application)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"relation {after.EndOf(application)!.Endpoint}:{after.Id}");
        return
        [
            .. Differences($"{name} unit", before?.Members.GetValueOrDefault(unit)?.Databag.Values, after.Members.GetValueOrDefault(unit)?.Databag.Values),
            .. Differences($"{name} application", before?.Applications.GetValueOrDefault(application)?.Values,
                after.Applications.GetValueOrDefault(application)?.Values),
        ];
    }

    private static Bag Ports(ModelSnapshot model, string unit) =>
        (model.Units.GetValueOrDefault(unit)?.Ports ?? []).Aggregate(Bag.Empty, (bag, port) => bag.SetItem(port.ToString(), "open"));

    private static Bag Storages(ModelSnapshot model, string unit) =>
        model.StoragesOf(unit).Aggregate(Bag.Empty, (bag, storage) => bag.SetItem(storage.Id, storage.Location));

    private static Bag Secret(SecretRecord? secret) => secret is null ? Bag.Empty : Bag.Empty
        .Add("description", secret.Description)
        .Add("expires", secret.Expires?.ToString("O", CultureInfo.InvariantCulture) ?? "")
        .Add("granted to", string.Join(' ', secret.Grants.Keys))
        .Add("label", secret.Label)
        .Add("revision", secret.Latest.ToString(CultureInfo.InvariantCulture))
        .Add("revisions", string.Join(' ', secret.Revisions.Keys))
        .Add("rotate", secret.Rotate);

    private static IEnumerable<RecordedWrite> Differences(string what, Bag? before, Bag? after) =>
        (before ?? Bag.Empty).Keys.Union((after ?? Bag.Empty).Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(key => Difference(what, key, before?.GetValueOrDefault(key), after?.GetValueOrDefault(key)));

    private static IEnumerable<RecordedWrite> Difference(string what, string key, string? before, string? after)
    {
        var (then, now) = (before is "" ? null : before, after is "" ? null : after);
        return then == now ? [] : [new RecordedWrite(what, key, then, now)];
    }

    private static string? Text(StatusInfo? status) => status is null ? null : $"{status.Current} {status.Message}".TrimEnd();
}
