using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Relations, configuration, units and their removal.</summary>
public sealed partial class ModelService
{
    /// <summary>Relates two endpoints (<c>app</c> or <c>app:endpoint</c>).</summary>
    public async Task<RelationRecord> AddRelationAsync(string first, string second, CancellationToken cancellationToken)
    {
        RelationRecord? added = null;
        await _store.CommitAsync(model => Relations.Add(model, first, second, _host.Now, out added)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return added!;
    }

    /// <summary>Begins the end of a relation.</summary>
    public Task RemoveRelationAsync(string first, string second, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Relations.Remove(model, EndpointMatch.Find(model, first, second))).WaitAsync(cancellationToken);

    /// <summary>Begins the end of a relation.</summary>
    public Task RemoveRelationAsync(int id, CancellationToken cancellationToken) => _store.CommitAsync(model =>
        model.Relations.GetValueOrDefault(id) is not { } relation ? throw EngineException.NotFound($"relation {id} not found")
        : relation.IsPeer ? throw EngineException.Invalid($"relation {id} is a peer relation, which ends with its application")
        : Relations.Remove(model, relation)).WaitAsync(cancellationToken);

    /// <summary>The configuration of an application, by option.</summary>
    public IReadOnlyList<ConfigEntry> GetConfig(string application)
    {
        var record = GetApplication(application);
        return
        [
            .. Snapshot.CharmOf(record).Options.Values.Select(option =>
            {
                var isSet = record.Config.TryGetValue(option.Name, out var value);
                return new ConfigEntry(
                    option.Name,
                    ConfigTyping.NameOf(option.Type),
                    option.Description,
                    Node(option.Default),
                    isSet ? Node(value) : Node(option.Default),
                    isSet ? "user" : option.Default is null ? "unset" : "default");
            }),
        ];
    }

    /// <summary>Sets and resets options of an application, all or none.</summary>
    /// <param name="application">The application.</param>
    /// <param name="values">Values as typed; <c>trust</c> is the application's own setting.</param>
    /// <param name="reset">Options that go back to their default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task SetConfigAsync(
        string application, IReadOnlyDictionary<string, string> values, IReadOnlyList<string> reset, CancellationToken cancellationToken) =>
        _store.CommitAsync(model =>
        {
            var record = Find.Application(model, application);
            return model with
            {
                Applications = model.Applications.SetItem(application, Applications.WithConfig(record, model.CharmOf(record), values, reset)),
            };
        }).WaitAsync(cancellationToken);

    /// <summary>Says whether an application may be reached from outside of the model.</summary>
    public Task ExposeAsync(string application, bool isExposed, CancellationToken cancellationToken) => _store.CommitAsync(model => model with
    {
        Applications = model.Applications.SetItem(application, Find.Application(model, application) with { Exposed = isExposed }),
    }).WaitAsync(cancellationToken);

    /// <summary>Sets how many units an application has.</summary>
    public Task ScaleAsync(string application, int units, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Units.Scale(model, application, units, _host.Now)).WaitAsync(cancellationToken);

    /// <summary>Adds units.</summary>
    /// <param name="application">The application.</param>
    /// <param name="count">How many.</param>
    /// <param name="attach">Detached storage that the one new unit gets instead of new storage.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> AddUnitsAsync(
        string application, int count, IReadOnlyList<string> attach, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attach);
        if (attach.Count > 0 && count != 1)
        {
            throw EngineException.Invalid("cannot attach storage to more than one new unit");
        }

        if (count < 1)
        {
            throw EngineException.Invalid($"cannot add {count} units to \"{application}\": expected 1 or more");
        }

        IReadOnlyList<string> added = [];
        await _store.CommitAsync(model =>
        {
            var record = Find.Application(model, application);
            var after = Units.Add(model, application, count, _host.Now, attach);
            added = [.. after.UnitsOf(application).Select(unit => unit.Name).Where(name => !model.Units.ContainsKey(name))];
            return after with
            {
                Applications = after.Applications.SetItem(application, record with { Scale = record.Scale + count }),
            };
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        return added;
    }

    /// <summary>Begins the removal of units.</summary>
    public Task RemoveUnitsAsync(IReadOnlyList<string> units, bool destroyStorage, bool force, CancellationToken cancellationToken) =>
        _store.CommitAsync(model =>
        {
            foreach (var name in units)
            {
                var unit = Find.Unit(model, name);
                model = Units.Remove(model, unit, destroyStorage, force);
                model = model with
                {
                    Applications = model.Applications.SetItem(unit.Application, model.Applications[unit.Application] with
                    {
                        Scale = model.UnitsOf(unit.Application).Count(other => other.Life == Life.Alive),
                    }),
                };
            }

            return model;
        }).WaitAsync(cancellationToken);

    /// <summary>Begins the removal of an application with all units and relations.</summary>
    public Task RemoveApplicationAsync(string application, bool destroyStorage, bool force, CancellationToken cancellationToken) =>
        _store.CommitAsync(model =>
        {
            if (!force)
            {
                Offers.CheckUnused(model, application);
            }

            return Applications.Remove(model, application, destroyStorage, force);
        }).WaitAsync(cancellationToken);

    /// <summary>Has a failed hook run again now, or counted as done.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="retry">False to count it as done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task ResolvedAsync(string unit, bool retry, CancellationToken cancellationToken) => _store.CommitAsync(model =>
    {
        var record = Find.Unit(model, unit);
        if (record.Told.Failure is not { } failure)
        {
            throw EngineException.Conflict($"unit \"{record.Name}\" is not in an error state");
        }

        return retry
            ? Units.Update(model, record.Name, current => current with { Told = current.Told with { Failure = failure with { RetryAt = _host.Now } } })
            : Resolving.Outcome.Succeeded(model, model, record.Name, failure.Hook, _host.Now);
    }).WaitAsync(cancellationToken);

    private static JsonNode? Node(JsonElement? value) => value is null ? null : JsonNode.Parse(value.Value.GetRawText());
}
