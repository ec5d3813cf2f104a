using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of applications.</summary>
internal static class Applications
{
    /// <summary>Adds an application with its peer relations and units.</summary>
    public static ModelSnapshot Add(ModelSnapshot model, CharmRecord record, Charm charm, DeployRequest request, DateTimeOffset now)
    {
        var name = request.Application ?? charm.Name;
        CheckName(model, name);
        if (charm.Subordinate)
        {
            throw IsSubordinate(charm);
        }

        if (request.Units < 0)
        {
            throw EngineException.Invalid($"cannot deploy {request.Units} units of \"{name}\": expected 0 or more");
        }

        var application = new ApplicationRecord
        {
            Name = name,
            CharmId = record.Id,
            Created = now,
            Scale = request.Units,
            Trust = request.Trust,
            StorageCounts = CheckStorage(charm, request.StorageCounts),
            Resources = CheckResources(charm, request.Resources),
        };
        application = WithConfig(application, charm, request.Config, []);
        model = model with
        {
            Applications = model.Applications.Add(name, application),
            CharmRecords = model.CharmRecords.SetItem(record.Id, model.CharmRecords.GetValueOrDefault(record.Id) ?? record),
            Charms = model.Charms.SetItem(record.Id, charm),
        };
        foreach (var peer in charm.Endpoints.Values.Where(endpoint => endpoint.Role == EndpointRole.Peer))
        {
            model = Relations.AddPeer(model, name, peer, now);
        }

        return Units.Add(model, name, request.Units, now);
    }

    /// <summary>The application with options set and reset. <c>trust</c> is a setting of its own.</summary>
    public static ApplicationRecord WithConfig(
        ApplicationRecord application, Charm charm, IReadOnlyDictionary<string, string> values, IEnumerable<string> reset)
    {
        var config = application.Config.ToBuilder();
        foreach (var (name, text) in values)
        {
            if (name == "trust" && !charm.Options.ContainsKey(name))
            {
                application = application with { Trust = Trust(text) };
            }
            else
            {
                config[name] = ConfigTyping.FromText(Option(charm, name), text);
            }
        }

        foreach (var name in reset)
        {
            config.Remove(Option(charm, name).Name);
        }

        application = application with { Config = config.ToImmutable() };
        return application with { ConfigDigest = Digest(application, charm) };
    }

    /// <summary>The values of an application's options, defaults included, unset ones not.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> ValuesOf(ApplicationRecord application, Charm charm) =>
        charm.Options.Values
            .Select(option => (option.Name, Value: application.Config.TryGetValue(option.Name, out var set) ? set : option.Default))
            .Where(entry => entry.Value is not null)
            .ToImmutableSortedDictionary(entry => entry.Name, entry => entry.Value!.Value, StringComparer.Ordinal);

    /// <summary>Begins the end of an application: of its relations and units too.</summary>
    public static ModelSnapshot Remove(ModelSnapshot model, string name, bool destroyStorage, bool force)
    {
        var application = Find.Application(model, name);
        model = model with { Applications = model.Applications.SetItem(name, application with { Life = Life.Dying, Scale = 0 }) };
        foreach (var relation in model.RelationsOf(name).Where(relation => !relation.IsPeer))
        {
            model = Relations.Remove(model, relation);
        }

        return model.UnitsOf(name).Aggregate(model, (current, unit) => Units.Remove(current, unit, destroyStorage, force));
    }

    /// <summary>Deletes an application that has no units left.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, ApplicationRecord application)
    {
        foreach (var relation in model.RelationsOf(application.Name))
        {
            model = Relations.Delete(model, relation);
        }

        foreach (var secret in model.Secrets.Values.Where(secret => secret.Owner == application.Name))
        {
            model = Secrets.Delete(model, secret.Id);
        }

        model = Offers.Forget(UserSecrets.Forget(model, application.Name), application.Name);
        return Refreshes.Settle(model with { Applications = model.Applications.Remove(application.Name) });
    }

    /// <summary>Why a charm can't be deployed here.</summary>
    public static EngineException IsSubordinate(Charm charm) => EngineException.Invalid(
        $"charm \"{charm.Name}\" is subordinate, and subordinate charms are not supported: units here are containers; "
        + "deploy a charm that is related to the application instead");

    private static ConfigOption Option(Charm charm, string name) =>
        charm.Options.TryGetValue(name, out var option) ? option : throw EngineException.Invalid($"unknown option \"{name}\"");

    private static bool Trust(string text) => text switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ => throw EngineException.Invalid($"option \"trust\" expected bool, got \"{text}\""),
    };

    private static string Digest(ApplicationRecord application, Charm charm)
    {
        var text = new StringBuilder(application.Trust ? "trusted" : "");
        foreach (var (name, value) in ValuesOf(application, charm))
        {
            text.Append('\n').Append(name).Append('=').Append(value.GetRawText());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private static void CheckName(ModelSnapshot model, string name)
    {
        if (!Names.IsApplication(name))
        {
            throw EngineException.Invalid(
                $"invalid application name \"{name}\": use lower-case letters, digits and dashes, a letter in every part");
        }

        if (model.Applications.TryGetValue(name, out var existing))
        {
            throw EngineException.Conflict(existing.Life == Life.Alive
                ? $"cannot add application \"{name}\": application already exists"
                : $"cannot add application \"{name}\": application already exists and is being removed; wait until it is gone");
        }

        if (model.RemoteApplications.ContainsKey(name))
        {
            throw EngineException.Conflict($"cannot add application \"{name}\": a consumed offer has this name; deploy it under another name");
        }

        if (model.Model.Life != Life.Alive)
        {
            throw EngineException.Conflict($"model \"{model.Model.Name}\" is being destroyed");
        }
    }

    private static ImmutableSortedDictionary<string, int> CheckStorage(Charm charm, IReadOnlyDictionary<string, int> counts)
    {
        foreach (var (name, count) in counts)
        {
            if (!charm.Storages.TryGetValue(name, out var storage))
            {
                throw EngineException.Invalid($"charm \"{charm.Name}\" has no store called \"{name}\"");
            }

            if (count < storage.MinimumCount || count > storage.MaximumCount)
            {
                throw EngineException.Invalid(
                    $"charm \"{charm.Name}\" store \"{name}\": {storage.MinimumCount} to {storage.MaximumCount} instances required, {count} specified");
            }
        }

        return counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static Bag CheckResources(Charm charm, IReadOnlyDictionary<string, string> resources) =>
        resources.Keys.FirstOrDefault(name => !charm.Resources.ContainsKey(name)) is { } unknown
            ? throw EngineException.Invalid($"charm \"{charm.Name}\" has no resource called \"{unknown}\"")
            : resources.ToBag();
}
