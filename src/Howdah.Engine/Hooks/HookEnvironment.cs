using System.Globalization;
using Howdah.Engine.Models;

namespace Howdah.Engine.Hooks;

/// <summary>The variables of a dispatch (contract 2.2 and 2.3), made from nothing.</summary>
internal static class HookEnvironment
{
    /// <summary>The folders of a unit as its charm sees them.</summary>
    /// <param name="Root">What goes before them where the charm has no file system of its own; empty otherwise.</param>
    /// <param name="Unit">Name of the unit.</param>
    internal sealed record Folders(string Root, string Unit)
    {
        public string Agent => $"{Root}/var/lib/juju/agents/{Changes.Names.Tag(Unit)}";

        public string Charm => $"{Agent}/charm";

        public string Tools => $"{Root}/var/lib/juju/tools/{Changes.Names.Tag(Unit)}";
    }

    public static Dictionary<string, string> Of(HookContext context, Folders folders)
    {
        var model = context.Seen.Model;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["JUJU_CHARM_DIR"] = folders.Charm,
            ["CHARM_DIR"] = folders.Charm,
            ["JUJU_HOOK_NAME"] = context.Hook?.Name ?? "",
            ["JUJU_UNIT_NAME"] = context.Unit,
            ["JUJU_MODEL_NAME"] = model.Name,
            ["JUJU_MODEL_UUID"] = model.Uuid,
            ["JUJU_VERSION"] = context.Host.Options.JujuVersion,
            ["JUJU_CONTEXT_ID"] = context.Id,
            ["JUJU_AGENT_SOCKET_ADDRESS"] = $"{folders.Agent}/{HookSocket.FileName}",
            ["JUJU_AGENT_SOCKET_NETWORK"] = "unix",
            ["JUJU_API_ADDRESSES"] = "127.0.0.1:17070",
            ["JUJU_MACHINE_ID"] = "",
            ["JUJU_PRINCIPAL_UNIT"] = "",
            ["JUJU_AVAILABILITY_ZONE"] = "",
            ["CLOUD_API_VERSION"] = "",
            ["JUJU_CHARM_HTTP_PROXY"] = "",
            ["JUJU_CHARM_HTTPS_PROXY"] = "",
            ["JUJU_CHARM_FTP_PROXY"] = "",
            ["JUJU_CHARM_NO_PROXY"] = "",
            ["PATH"] = $"{folders.Tools}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/charm/bin",
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "tmux-256color",
            ["DEBIAN_FRONTEND"] = "noninteractive",
            ["APT_LISTCHANGES_FRONTEND"] = "none",
        };
        if (context.Hook is { } hook)
        {
            variables["JUJU_DISPATCH_PATH"] = $"hooks/{hook.Name}";
            AddHook(variables, hook, context, folders);
        }
        else if (context.Task is { Action: not TaskRecord.Exec } task)
        {
            var id = task.Id.ToString(CultureInfo.InvariantCulture);
            variables["JUJU_DISPATCH_PATH"] = $"actions/{task.Action}";
            variables["JUJU_ACTION_NAME"] = task.Action;
            variables["JUJU_ACTION_UUID"] = id;
            variables["JUJU_ACTION_TAG"] = $"action-{id}";
        }

        return variables;
    }

    private static void AddHook(Dictionary<string, string> variables, HookInfo hook, HookContext context, Folders folders)
    {
        if (hook.RelationId is { } relation)
        {
            variables["JUJU_RELATION"] = hook.Endpoint!;
            variables["JUJU_RELATION_ID"] = string.Create(CultureInfo.InvariantCulture, $"{hook.Endpoint}:{relation}");
            variables["JUJU_REMOTE_APP"] = hook.RemoteApplication!;
            variables["JUJU_REMOTE_UNIT"] = hook.RemoteUnit ?? "";
        }

        if (hook.StorageId is { } storageId && context.Seen.Storages.TryGetValue(storageId, out var storage))
        {
            variables["JUJU_STORAGE_ID"] = storage.Id;
            variables["JUJU_STORAGE_LOCATION"] = folders.Root + storage.Location;
            variables["JUJU_STORAGE_KIND"] = storage.Kind;
        }

        if (hook.SecretId is { } secret)
        {
            variables["JUJU_SECRET_ID"] = $"secret:{secret}";
            variables["JUJU_SECRET_LABEL"] = hook.SecretLabel ?? "";
            variables["JUJU_SECRET_REVISION"] = (hook.SecretRevision ?? 0).ToString(CultureInfo.InvariantCulture);
        }

        Set("JUJU_DEPARTING_UNIT", hook.DepartingUnit);
        Set("JUJU_WORKLOAD_NAME", hook.Container);
        if (hook.NoticeType is not null)
        {
            Set("JUJU_NOTICE_ID", hook.NoticeId);
            Set("JUJU_NOTICE_TYPE", hook.NoticeType);
            Set("JUJU_NOTICE_KEY", hook.NoticeKey);
        }

        Set("JUJU_PEBBLE_CHECK_NAME", hook.Check);

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                variables[name] = value;
            }
        }
    }
}
