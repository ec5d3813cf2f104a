using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>What a new charm may not take from an application that is in use.</summary>
internal static class RefreshRules
{
    /// <summary>Refuses a charm that the application can't have.</summary>
    public static void Check(ModelSnapshot model, ApplicationRecord application, CharmRecord record, Charm charm, RefreshRequest request)
    {
        var name = application.Name;
        var current = model.CharmRecords[application.CharmId];
        if (application.Life != Life.Alive)
        {
            throw EngineException.Conflict($"application \"{name}\" is being removed");
        }

        if (charm.Name != current.Name && !request.Switch)
        {
            throw EngineException.Invalid(
                $"cannot refresh \"{name}\" from charm \"{current.Name}\" to charm \"{charm.Name}\"; use --switch if that is meant");
        }

        if (record.Id == application.CharmId)
        {
            throw EngineException.Conflict($"charm \"{charm.Name}\": already up-to-date");
        }

        if (charm.Subordinate)
        {
            throw Applications.IsSubordinate(charm);
        }

        foreach (var relation in model.RelationsOf(name).Where(relation => !relation.IsPeer))
        {
            var end = relation.EndOf(name)!;
            if (end.Endpoint != "juju-info"
                && (charm.Endpoints.GetValueOrDefault(end.Endpoint) is not { } endpoint
                    || endpoint.Interface != end.Interface || endpoint.Role != end.Role))
            {
                throw EngineException.Conflict($"cannot refresh application \"{name}\" to charm \"{record.Id}\": would break relation \"{relation}\"");
            }
        }

        CheckStorage(model, application, charm);
        if (request.Resources.Keys.FirstOrDefault(resource => !charm.Resources.ContainsKey(resource)) is { } unknown)
        {
            throw EngineException.Invalid($"charm \"{charm.Name}\" has no resource called \"{unknown}\"");
        }
    }

    /// <summary>Those of an application's settings that mean something to a charm.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Fitting(ImmutableSortedDictionary<string, JsonElement> config, Charm charm) =>
        config.RemoveRange(config.Where(setting => !Fits(setting.Value, charm.Options.GetValueOrDefault(setting.Key))).Select(setting => setting.Key));

    private static bool Fits(JsonElement value, ConfigOption? option)
    {
        if (option is null)
        {
            return false;
        }

        try
        {
            _ = ConfigTyping.FromJson(option, JsonNode.Parse(value.GetRawText())!);
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    private static void CheckStorage(ModelSnapshot model, ApplicationRecord application, Charm charm)
    {
        foreach (var instance in model.UnitsOf(application.Name).SelectMany(unit => model.StoragesOf(unit.Name)))
        {
            var problem = charm.Storages.GetValueOrDefault(instance.Name) switch
            {
                null => $"charm has no store called \"{instance.Name}\", which \"{instance.Unit}\" has",
                var storage when storage.Kind != instance.Kind => $"type of store \"{instance.Name}\" changed from {instance.Kind} to {storage.Kind}",
                var storage when storage.LocationOf(instance.Id) != instance.Location =>
                    $"location of store \"{instance.Name}\" changed from {instance.Location} to {storage.LocationOf(instance.Id)}",
                _ => null,
            };
            if (problem is not null)
            {
                throw EngineException.Conflict($"cannot refresh application \"{application.Name}\": {problem}");
            }
        }
    }
}
