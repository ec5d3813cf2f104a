using System.Text.RegularExpressions;

namespace Howdah.Ops.Testing;

/// <summary>What no engine would give to a charm (Juju contract 8.10, for what exists here).</summary>
internal static partial class ConsistencyRules
{
    private const string SkipVariable = "SCENARIO_SKIP_CONSISTENCY_CHECKS";

    /// <exception cref="InconsistentScenarioException">Something is wrong.</exception>
    public static void Check(CharmMetadata metadata, Trigger trigger, State state, int unitNumber)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SkipVariable)))
        {
            return;
        }

        var errors = Names(metadata, state)
            .Concat(Relations(metadata, state, unitNumber))
            .Concat(Config(metadata, state))
            .Concat(Checks(state))
            .Concat(Event(metadata, trigger, state))
            .ToList();
        if (errors.Count > 0)
        {
            throw new InconsistentScenarioException(errors);
        }
    }

    private static IEnumerable<string> Names(CharmMetadata metadata, State state)
    {
        foreach (var name in state.Resources.Keys.Where(n => !metadata.Resources.ContainsKey(n)))
        {
            yield return $"resource \"{name}\" is not declared in metadata.yaml";
        }

        foreach (var name in state.Containers.Select(c => c.Name).Where(n => !metadata.Containers.ContainsKey(n)))
        {
            yield return $"container \"{name}\" is not declared in metadata.yaml";
        }

        foreach (var name in state.Containers.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => g.Key))
        {
            yield return $"container \"{name}\" is in the state twice";
        }

        foreach (var name in state.Storages.Select(s => s.Name).Where(n => !metadata.Storages.ContainsKey(n)))
        {
            yield return $"storage \"{name}\" is not declared in metadata.yaml";
        }

        foreach (var id in state.Storages.GroupBy(s => s.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            yield return $"storage {id} is in the state twice";
        }

        foreach (var name in state.Networks.Keys.Where(n => n != "juju-info" && !metadata.Endpoints.ContainsKey(n)
            && !metadata.ExtraBindings.Contains(n, StringComparer.Ordinal)))
        {
            yield return $"network \"{name}\" is neither an endpoint nor an extra binding";
        }

        foreach (var name in metadata.ExtraBindings.Where(metadata.Endpoints.ContainsKey))
        {
            yield return $"extra binding \"{name}\" has the name of an endpoint";
        }

        foreach (var label in state.Secrets.Where(s => s.Owner != SecretOwner.Other && s.Label is not null)
            .GroupBy(s => s.Label, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            yield return $"two secrets of ours have the label \"{label}\"";
        }
    }

    private static IEnumerable<string> Relations(CharmMetadata metadata, State state, int unitNumber)
    {
        foreach (var relation in state.Relations)
        {
            if (!metadata.Endpoints.TryGetValue(relation.Endpoint, out var endpoint))
            {
                yield return $"endpoint \"{relation.Endpoint}\" is not declared in metadata.yaml";
            }
            else if (endpoint.Role == EndpointRole.Peer && relation.RemoteUnits.ContainsKey(unitNumber))
            {
                yield return $"peer relation {relation.Key} has unit {unitNumber}, which is this one, among the others";
            }
            else if (endpoint.Role == EndpointRole.Peer && relation.RemoteAppData.Count > 0)
            {
                yield return $"peer relation {relation.Key} has remote application data; peers share the local one";
            }
        }

        foreach (var id in state.Relations.GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            yield return $"two relations have the id {id}";
        }
    }

    private static IEnumerable<string> Config(CharmMetadata metadata, State state)
    {
        foreach (var (name, value) in state.Config)
        {
            if (!metadata.Options.TryGetValue(name, out var option))
            {
                yield return $"option \"{name}\" is not declared in config.yaml";
                continue;
            }

            var fits = option.Type switch
            {
                "string" => value is string,
                "int" => value is int or long,
                "float" => value is double or float or int or long,
                "boolean" => value is bool,
                "secret" => value is string text && SecretUri().IsMatch(text),
                _ => false,
            };
            if (!fits)
            {
                yield return $"option \"{name}\" expected {option.Type}, got {value} ({value.GetType().Name})";
            }
        }
    }

    private static IEnumerable<string> Checks(State state)
    {
        foreach (var container in state.Containers.Where(c => c.Pebble is null))
        {
            var plan = container.Plan;
            foreach (var info in container.Checks)
            {
                if (!plan.Checks.TryGetValue(info.Name, out var check))
                {
                    yield return $"check \"{info.Name}\" is not in the plan of container \"{container.Name}\"";
                }
                else if (info.Threshold != 0 && info.Threshold != (check.Threshold ?? 3))
                {
                    yield return $"check \"{info.Name}\" has the threshold {info.Threshold}, the plan says {check.Threshold ?? 3}";
                }
            }

            foreach (var prefix in container.Execs.GroupBy(e => string.Join(' ', e.Prefix), StringComparer.Ordinal)
                .Where(g => g.Count() > 1).Select(g => g.Key))
            {
                yield return $"container \"{container.Name}\" has two commands that begin with \"{prefix}\"";
            }
        }
    }

    private static IEnumerable<string> Event(CharmMetadata metadata, Trigger trigger, State state)
    {
        if (trigger.Relation is { } relation && !state.Relations.Any(r => r.Id == relation.Id && r.Endpoint == relation.Endpoint))
        {
            yield return $"the relation of the event, {relation.Key}, is not in the state";
        }

        if (trigger.Container is { } container)
        {
            if (!metadata.Containers.ContainsKey(container) || !state.Containers.Any(c => c.Name == container))
            {
                yield return $"the container of the event, \"{container}\", is not in the state";
            }
            else if (trigger.Variables.GetValueOrDefault("JUJU_NOTICE_ID") is { } notice
                && state.Container(container) is { Pebble: null } known && !known.Notices.Any(n => n.Id == notice))
            {
                yield return $"the notice of the event, {notice}, is not in the container \"{container}\"";
            }
            else if (trigger.Variables.GetValueOrDefault("JUJU_PEBBLE_CHECK_NAME") is { } check
                && state.Container(container) is { Pebble: null } planned && !planned.Plan.Checks.ContainsKey(check))
            {
                yield return $"the check of the event, \"{check}\", is not in the plan of container \"{container}\"";
            }
        }

        if (trigger.Secret is { } secret && !state.Secrets.Any(s => s.Id == secret.Id))
        {
            yield return $"the secret of the event, {secret.Id}, is not in the state";
        }

        if (trigger.Storage is { } storage && !state.Storages.Contains(storage))
        {
            yield return $"the storage of the event, {storage.Id}, is not in the state";
        }

        if (trigger.ActionName is { } name)
        {
            if (!metadata.Actions.TryGetValue(name, out var action))
            {
                yield return $"action \"{name}\" is not declared in actions.yaml";
                yield break;
            }

            foreach (var (key, value) in trigger.Parameters)
            {
                if (!action.Parameters.TryGetValue(key, out var parameter))
                {
                    yield return $"action \"{name}\" declares no parameter \"{key}\"";
                }
                else if (!ParameterTypes.Fits(parameter.Type, value))
                {
                    yield return $"parameter \"{key}\" of action \"{name}\" must be of type {parameter.Type}, got {value?.ToJsonString()}";
                }
            }

            foreach (var required in action.Required.Where(r => !trigger.Parameters.ContainsKey(r)))
            {
                yield return $"action \"{name}\" needs the parameter \"{required}\"";
            }
        }
    }

    [GeneratedRegex("^secret:[0-9a-z]{20}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretUri();
}
